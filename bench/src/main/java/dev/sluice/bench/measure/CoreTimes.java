package dev.sluice.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * How one core has spent its time so far, in clock ticks.
 *
 * @param steal taken by the hypervisor for somebody else
 */
public record CoreTimes(long busy, long steal, long total) {
    private static final Path STAT = Path.of("/proc/stat");

    public static CoreTimes read(int core) {
        try {
            return parse(Files.readAllLines(STAT), core);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param core -1 for the sum over all cores */
    static CoreTimes parse(List<String> stat, int core) {
        String name = core < 0 ? "cpu " : "cpu" + core + " ";
        String line = stat.stream().filter(l -> l.startsWith(name)).findFirst().orElse("cpu 0 0 0 0 0 0 0 0");
        long[] ticks = Arrays.stream(line.split("\\s+"))
                .skip(1)
                .limit(8)
                .mapToLong(Long::parseLong)
                .toArray();
        long total = Arrays.stream(ticks).sum();
        return new CoreTimes(total - ticks[3] - ticks[4], ticks[7], total);
    }

    /** Percent of the time since then that the core was busy. */
    public double busyPercentSince(CoreTimes then) {
        return percent(busy - then.busy, then);
    }

    public double stealPercentSince(CoreTimes then) {
        return percent(steal - then.steal, then);
    }

    private double percent(long ticks, CoreTimes then) {
        return total == then.total ? 0 : 100.0 * ticks / (total - then.total);
    }
}
