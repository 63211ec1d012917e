package dev.sluice.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoreTimesTest {
    private static final List<String> THEN =
            List.of("cpu  0 0 0 0 0 0 0 0", "cpu0 0 0 0 0 0 0 0 0", "cpu1 10 0 10 80 0 0 0 0");
    private static final List<String> NOW =
            List.of("cpu  0 0 0 0 0 0 0 0", "cpu0 0 0 0 0 0 0 0 0", "cpu1 40 0 30 120 0 0 6 4 0 0");

    @Test
    void shouldTellBusyAndStolenTimeOfOneCore() {
        CoreTimes then = CoreTimes.parse(THEN, 1);
        CoreTimes now = CoreTimes.parse(NOW, 1);

        // 100 ticks: 30 user, 20 system, 40 idle, 6 softirq, 4 stolen.
        assertThat(now.busyPercentSince(then)).isEqualTo(60);
        assertThat(now.stealPercentSince(then)).isEqualTo(4);
    }

    @Test
    void shouldCountNothingWhenNoTimeHasPassed() {
        CoreTimes now = CoreTimes.parse(NOW, 1);

        assertThat(now.busyPercentSince(now)).isZero();
    }

    @Test
    void shouldReadTheHardLimitOfOpenFiles() {
        List<String> limits = List.of(
                "Limit                     Soft Limit           Hard Limit           Units",
                "Max open files            1024                 20000                files");

        assertThat(OpenFiles.parse(limits)).isEqualTo(20_000);
        assertThat(OpenFiles.parse(List.of("Max open files   1024   unlimited   files")))
                .isEqualTo(Long.MAX_VALUE);
    }
}
