package dev.sluice.bench.stall;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long the threads of a process were able to run and had no processor: the kernel's own count, field 2 of
 * {@code /proc/<pid>/task/<tid>/schedstat}, read every few milliseconds. A thread of its own until it is closed.
 */
public final class Waits implements AutoCloseable {
    private static final long PERIOD_MS = 5;

    /** The unit of {@code /proc/stat}. */
    private static final double TICK_MS = 10;

    private final KernelCounts processors;
    private final List<KernelCounts> loops = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<KernelCounts> others = new ArrayList<>();
    private final Thread thread;
    private final List<Sample> samples = new ArrayList<>();
    private volatile boolean closed;

    /**
     * @param beginMillis before it was read
     * @param endMillis after it was read
     * @param ranNanos of the other threads, in the order of their names
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Sample(double beginMillis, double endMillis, long waitedNanos, long stolenTicks, long[] ranNanos) {}

    private Waits(KernelCounts processors) {
        this.processors = processors;
        thread = Thread.ofPlatform().name("waits").unstarted(this::run);
    }

    /** Of the event loops of a process; the other threads' time on a processor is noted as well, for the cause. */
    public static Waits start(long pid) throws IOException {
        return start(Path.of("/proc", Long.toString(pid), "task"), Path.of("/proc/stat"));
    }

    static Waits start(Path threads, Path processors) throws IOException {
        Waits waits = new Waits(KernelCounts.of(processors));
        try (Stream<Path> tasks = Files.list(threads)) {
            tasks.forEach(waits::watch);
        }
        waits.thread.start();
        return waits;
    }

    private void watch(Path task) {
        try {
            String name = Files.readString(task.resolve("comm")).strip();
            KernelCounts counts = KernelCounts.of(task.resolve("schedstat"));
            if (name.startsWith("vert.x-eventloo")) {
                loops.add(counts);
            } else {
                names.add(name);
                others.add(counts);
            }
        } catch (IOException e) {
            return; // It has ended since.
        }
    }

    private void run() {
        try {
            while (!closed) {
                samples.add(sample());
                Thread.sleep(PERIOD_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Sample sample() {
        double begin = System.currentTimeMillis();
        long waited = 0;
        for (int n = 0; n < loops.size(); n++) {
            waited += loops.get(n).read().get(KernelCounts.WAITED);
        }
        long[] ran = new long[others.size()];
        for (int n = 0; n < ran.length; n++) {
            ran[n] = others.get(n).read().get(KernelCounts.RAN);
        }
        return new Sample(
                begin, System.currentTimeMillis(), waited, processors.read().get(KernelCounts.STOLEN), ran);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        processors.close();
        loops.forEach(KernelCounts::close);
        others.forEach(KernelCounts::close);
    }

    /** Who ran while the loops waited for at least a third of the stall; empty: they did not wait so long. */
    String during(Stall stall) {
        double waited = waitedMillis(stall);
        return waited < stall.millis() / 3
                ? ""
                : "the loop waited %.1f ms for the processor%s".formatted(waited, busiest(stall));
    }

    /** A guess, since the kernel tells only in hundredths of a second that the host has had a processor; empty: it has not. */
    String host(Stall stall) {
        long stolen = stolenTicks(stall);
        return stolen == 0 ? "" : "perhaps the host (it took up to %.0f ms about then), ".formatted(stolen * TICK_MS);
    }

    private double waitedMillis(Stall stall) {
        return between(stall.startMillis(), stall.endMillis())
                .map(span -> (span.after().waitedNanos() - span.before().waitedNanos()) / 1e6)
                .orElse(0.0);
    }

    private long stolenTicks(Stall stall) {
        return between(stall.startMillis() - TICK_MS, stall.endMillis() + TICK_MS)
                .map(span -> span.after().stolenTicks() - span.before().stolenTicks())
                .orElse(0L);
    }

    private record Span(Sample before, Sample after) {}

    /** The last sample before a time and the first after it. */
    private Optional<Span> between(double startMillis, double endMillis) {
        Sample before = null;
        for (Sample sample : samples) {
            if (sample.endMillis() <= startMillis) {
                before = sample;
            } else if (sample.beginMillis() >= endMillis) {
                return before == null ? Optional.empty() : Optional.of(new Span(before, sample));
            }
        }
        return Optional.empty();
    }

    private String busiest(Stall stall) {
        return between(stall.startMillis(), stall.endMillis())
                .map(span -> busiest(span.before(), span.after()))
                .orElse("");
    }

    private String busiest(Sample before, Sample after) {
        int busiest = -1;
        long most = 1_000_000;
        for (int n = 0; n < names.size(); n++) {
            long ran = after.ranNanos()[n] - before.ranNanos()[n];
            if (ran > most) {
                most = ran;
                busiest = n;
            }
        }
        return busiest < 0
                ? ", which another process or the host had"
                : ", which %s had for %.1f ms".formatted(names.get(busiest), most / 1e6);
    }
}
