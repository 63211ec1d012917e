package dev.sluice.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/**
 * Whether the last-level cache is ours. It is shared with whoever else is on the host, and a neighbour that fills it makes a
 * process whose code and data do not fit into a core's own cache half again as dear, without a trace in steal or in
 * anybody's load: the same gateway was seen at 35 and at 70 µs a request within a minute. Not thread-safe.
 */
public final class CacheProbe {
    private static final Path LEVEL_3 = Path.of("/sys/devices/system/cpu/cpu0/cache/index3/size");
    private static final int LINE_LONGS = 8;
    private static final int MEMORY_BYTES = 64 << 20;
    private static final int SMALLEST_CACHE = 8 << 20;
    private static final int STEPS_IN_MEMORY = 30_000;

    private final long[] cached;
    private final long[] memory;
    private int at;

    private CacheProbe(int cachedBytes) {
        cached = chain(cachedBytes);
        memory = chain(MEMORY_BYTES);
    }

    /** Empty where there is no such cache, or where it cannot be told from memory. */
    public static Optional<CacheProbe> ofMachine() {
        return judged().map(bytes -> new CacheProbe(bytes / 4));
    }

    /** Whether there can be one here. */
    public static boolean isPossible() {
        return judged().isPresent();
    }

    private static Optional<Integer> judged() {
        return bytes(LEVEL_3).filter(CacheProbe::canJudge);
    }

    /** What stands for memory must have twice the size of the cache, or it would be cached itself. */
    static boolean canJudge(int cacheBytes) {
        return cacheBytes >= SMALLEST_CACHE && cacheBytes <= MEMORY_BYTES / 2;
    }

    static Optional<Integer> bytes(Path file) {
        try {
            String text = Files.readString(file).strip();
            int unit = text.endsWith("K") ? 1 << 10 : text.endsWith("M") ? 1 << 20 : 1;
            return Optional.of(Integer.parseInt(text.replaceAll("[KM]$", "")) * unit);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * How long a read of what was read a moment ago takes, as a part of a read from memory: about 0.2 when a quarter of the
     * cache is there for us, near 1 when it is not. Takes some 50 ms.
     */
    public double share() {
        int lines = cached.length / LINE_LONGS;
        walk(cached, lines);
        double near = walk(cached, lines);
        return near / walk(memory, STEPS_IN_MEMORY);
    }

    /** @return nanoseconds a step */
    private double walk(long[] chain, int steps) {
        int next = 0;
        long start = System.nanoTime();
        for (int i = 0; i < steps; i++) {
            next = (int) chain[next];
        }
        long end = System.nanoTime();
        at = next; // so that the walk is not optimised away
        return (end - start) / (double) steps;
    }

    /** Where the last walk ended. */
    int at() {
        return at;
    }

    /** Each line holds the place of the next; the order is random, so that nothing is fetched ahead. */
    private static long[] chain(int bytes) {
        int lines = bytes / Long.BYTES / LINE_LONGS;
        int[] order = new int[lines];
        for (int i = 0; i < lines; i++) {
            order[i] = i;
        }
        Random random = new Random(1);
        for (int i = lines - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int line = order[i];
            order[i] = order[other];
            order[other] = line;
        }
        long[] chain = new long[lines * LINE_LONGS];
        for (int i = 0; i < lines; i++) {
            chain[order[i] * LINE_LONGS] = (long) order[(i + 1) % lines] * LINE_LONGS;
        }
        return chain;
    }
}
