package dev.sluice.bench.measure;

import dev.sluice.bench.net.Kernel;
import java.lang.foreign.Arena;
import java.util.List;

/**
 * CPU time of processes, with nanosecond precision, of all their threads and of those that have ended: compilers and
 * collectors count. For one thread.
 */
public final class CpuClock {
    private static final int PROCESS_SCHED_CLOCK = 2;

    private final Kernel kernel;
    private final int[] clocks;

    public CpuClock(Arena arena, List<Long> pids) {
        kernel = new Kernel(arena);
        clocks = pids.stream().mapToInt(CpuClock::clock).toArray();
    }

    /** As clock_getcpuclockid makes it. */
    private static int clock(long pid) {
        return ((int) ~pid << 3) | PROCESS_SCHED_CLOCK;
    }

    /** The sum over the processes; those that have ended count nothing. */
    public long nanos() {
        long sum = 0;
        for (int clock : clocks) {
            sum += Math.max(0, kernel.clockNanos(clock));
        }
        return sum;
    }
}
