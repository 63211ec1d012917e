package dev.sluice.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuClockTest {
    private static final long BURNT = 100_000_000;

    @Test
    void shouldCountThreadsThatHaveEnded() throws InterruptedException {
        try (Arena arena = Arena.ofConfined()) {
            CpuClock clock = new CpuClock(arena, List.of(ProcessHandle.current().pid()));
            long before = clock.nanos();

            Thread thread = Thread.ofPlatform().start(CpuClockTest::burn);
            thread.join();

            assertThat(clock.nanos() - before).isGreaterThan(BURNT * 8 / 10);
        }
    }

    /** Works until this thread has used so much CPU time, however busy the machine is. */
    private static void burn() {
        var threads = java.lang.management.ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + BURNT;
        while (threads.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldCountNothingForProcessesThatAreGone() {
        try (Arena arena = Arena.ofConfined()) {
            assertThat(new CpuClock(arena, List.of()).nanos()).isZero();
        }
    }

    @Test
    void shouldReadTheCountersOfAMachine() {
        var counters = PerfCounters.read(ProcessHandle.current().pid());

        assertThat(counters).isPresent();
        assertThat(counters.orElseThrow())
                .containsKeys("sun.gc.generation.0.space.0.capacity", "sun.gc.collector.0.invocations");
    }

    @Test
    void shouldTellAllocationFromCollectionsOfEden() {
        Allocation then = new Allocation(10, 1_000, 5);

        assertThat(new Allocation(30, 1_000, 15).bytesSince(then)).hasValue(10_020);
        assertThat(new Allocation(900, 1_000, 6).bytesSince(then)).isEmpty();
    }
}
