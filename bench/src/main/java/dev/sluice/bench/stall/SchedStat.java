package dev.sluice.bench.stall;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel counts of a thread ({@code /proc/<pid>/task/<tid>/schedstat}).
 *
 * @param ranNanos on a processor
 * @param waitedNanos able to run, and without one
 */
record SchedStat(long ranNanos, long waitedNanos) {
    private static final Path THIS_THREAD = Path.of("/proc/thread-self/schedstat");
    private static final SchedStat NONE = new SchedStat(0, 0);

    static SchedStat ofThisThread() {
        return of(THIS_THREAD);
    }

    /** Zeros for a thread that has ended. */
    static SchedStat of(Path file) {
        try {
            String[] fields = Files.readString(file).strip().split(" ", -1);
            return new SchedStat(Long.parseLong(fields[0]), Long.parseLong(fields[1]));
        } catch (IOException e) {
            return NONE;
        }
    }
}
