package dev.sluice.bench.stall;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How long the threads of a process were able to run and had no processor: the kernel's own count, field 2 of
 * {@code /proc/<pid>/task/<tid>/schedstat}, read every few milliseconds. A thread of its own until it is closed.
 */
public final class Waits implements AutoCloseable {
    private static final long PERIOD_MS = 5;

    private final List<Path> loops;
    private final Map<String, Path> others;
    private final Thread thread;
    private final List<Sample> samples = new ArrayList<>();
    private volatile boolean closed;

    private record Sample(double millis, long waitedNanos, Map<String, Long> ranNanos) {}

    private Waits(List<Path> loops, Map<String, Path> others) {
        this.loops = loops;
        this.others = others;
        thread = Thread.ofPlatform().name("waits").unstarted(this::run);
    }

    /** Of the event loops of a process; the other threads' time on a processor is noted as well, for the cause. */
    public static Waits start(long pid) throws IOException {
        List<Path> loops = new ArrayList<>();
        Map<String, Path> others = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks.toList()) {
                String name = Files.readString(task.resolve("comm")).strip();
                if (name.startsWith("vert.x-eventloo")) {
                    loops.add(task.resolve("schedstat"));
                } else {
                    others.put(name + " " + task.getFileName(), task.resolve("schedstat"));
                }
            }
        }
        Waits waits = new Waits(loops, others);
        waits.thread.start();
        return waits;
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
        long waited = loops.stream()
                .mapToLong(path -> SchedStat.of(path).waitedNanos())
                .sum();
        Map<String, Long> ran = new TreeMap<>();
        others.forEach((name, path) -> ran.put(name, SchedStat.of(path).ranNanos()));
        return new Sample(System.currentTimeMillis(), waited, ran);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Who ran while the loops waited for at least a third of the stall; empty: they did not wait so long. */
    String during(Stall stall) {
        Sample before = null;
        Sample after = null;
        for (Sample sample : samples) {
            if (sample.millis() <= stall.startMillis()) {
                before = sample;
            } else if (sample.millis() >= stall.endMillis()) {
                after = sample;
                break;
            }
        }
        if (before == null || after == null) {
            return "";
        }
        double waited = (after.waitedNanos() - before.waitedNanos()) / 1e6;
        if (waited < stall.millis() / 3) {
            return "";
        }
        return "the loop waited %.1f ms for the processor%s".formatted(waited, busiest(before, after));
    }

    private static String busiest(Sample before, Sample after) {
        return after.ranNanos().entrySet().stream()
                .map(e -> Map.entry(e.getKey(), e.getValue() - before.ranNanos().getOrDefault(e.getKey(), 0L)))
                .filter(e -> e.getValue() > 1_000_000)
                .max(Map.Entry.comparingByValue())
                .map(e ->
                        ", which %s had for %.1f ms".formatted(e.getKey().replaceAll(" \\d+$", ""), e.getValue() / 1e6))
                .orElse(", which another process or the host had");
    }
}
