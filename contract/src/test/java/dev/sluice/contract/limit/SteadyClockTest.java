package dev.sluice.contract.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyClockTest {
    private final ManualClock time = new ManualClock("2026-03-10T12:00:00Z");
    private final SteadyClock clock = new SteadyClock(time);

    private void run(int seconds) {
        for (int i = 0; i < seconds; i++) {
            time.passMillis(1_000);
            clock.observe();
        }
    }

    private String wall() {
        return Instant.ofEpochMilli(clock.now().wall()).toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {60, -60})
    void takesAStepOverOnlyWhenItHasLastedAMinute(long minutes) {
        run(10);
        time.step(Duration.ofMinutes(minutes));
        long before = clock.now().elapsed();
        run(60);
        assertThat(wall()).isEqualTo("2026-03-10T12:01:10Z");
        run(2);
        assertThat(wall())
                .isEqualTo(Instant.parse("2026-03-10T12:01:12Z")
                        .plus(Duration.ofMinutes(minutes))
                        .toString());
        assertThat(clock.now().elapsed() - before).isEqualTo(62_000);
    }

    @Test
    void forgetsAStepThatIsTakenBack() {
        time.step(Duration.ofHours(1));
        run(50);
        time.step(Duration.ofHours(-1));
        run(1);
        time.step(Duration.ofHours(1));
        run(50);
        assertThat(wall()).isEqualTo("2026-03-10T12:01:41Z");
    }

    @Test
    void followsDriftAtOnce() {
        time.step(Duration.ofMillis(400));
        run(1);
        assertThat(wall()).isEqualTo("2026-03-10T12:00:01.400Z");
        assertThat(clock.now().elapsed() % 1_000).isZero();
    }
}
