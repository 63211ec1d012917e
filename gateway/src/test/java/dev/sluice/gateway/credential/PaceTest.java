package dev.sluice.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final RandomGenerator random = new Random(7);

    @Test
    void refreshesFiveMinutesAheadOrAtTwoThirdsOfAShortLife() {
        for (int i = 0; i < 1000; i++) {
            assertThat(Pace.USUAL.untilRefresh(Duration.ofHours(1), random))
                    .isBetween(Duration.ofSeconds(3600 - 300 - 75), Duration.ofSeconds(3600 - 300));
            assertThat(Pace.USUAL.untilRefresh(Duration.ofSeconds(60), random))
                    .isBetween(Duration.ofSeconds(35), Duration.ofSeconds(40));
        }
    }

    @Test
    void neverAsksInALoop() {
        assertThat(Pace.USUAL.untilRefresh(Duration.ofMillis(1), random)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void triesAgainLessAndLessOften() {
        for (int i = 0; i < 1000; i++) {
            assertThat(Pace.USUAL.untilRetry(1, random)).isBetween(Duration.ofMillis(750), Duration.ofSeconds(1));
            assertThat(Pace.USUAL.untilRetry(3, random)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
            assertThat(Pace.USUAL.untilRetry(1_000_000, random))
                    .isBetween(Duration.ofSeconds(45), Duration.ofSeconds(60));
        }
    }

    @Test
    void gatewaysDoNotAskTogether() {
        assertThat(random.ints(100).mapToObj(_ -> Pace.USUAL.untilRefresh(Duration.ofHours(1), random)))
                .doesNotHaveDuplicates()
                .hasSize(100);
    }
}
