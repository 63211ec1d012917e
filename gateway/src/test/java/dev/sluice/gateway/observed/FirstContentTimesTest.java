package dev.sluice.gateway.observed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FirstContentTimesTest {
    private final Random random = new Random(7);
    private final FirstContentTimes times = new FirstContentTimes(0);
    private long now;

    private void add(double millis, int samples) {
        for (int i = 0; i < samples; i++) {
            now += 10_000_000;
            times.add((long) (millis * 1e6), now);
        }
    }

    private double millis(double quantile) {
        return times.quantile(quantile) / 1e6;
    }

    @Test
    void knowsNothingOfTooFew() {
        add(10, 99);
        assertThat(times.quantile(0.5)).isEqualTo(Long.MAX_VALUE);
        add(10, 1);
        assertThat(millis(0.5)).isCloseTo(10, within(0.5));
        assertThat(times.quantile(0.999))
                .as("of a hundred, none is above p99.9")
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void isWithinAStepOfThePercentiles() {
        for (int i = 0; i < 20_000; i++) {
            add(1 + 99 * random.nextDouble(), 1);
        }
        assertThat(millis(0.5)).isCloseTo(50, within(7.0));
        assertThat(millis(0.9)).isCloseTo(90, within(7.0));
        assertThat(millis(0.98)).isBetween(93.0, 103.0);
    }

    @Test
    void staysWithTheFastOnesWhenTheSlowShareIsThePercentile() {
        int amongSlow = 0;
        for (int round = 0; round < 200; round++) {
            for (int i = 0; i < 100; i++) {
                add(random.nextInt(50) == 0 ? 400 : 20 + 10 * random.nextDouble(), 1);
            }
            amongSlow += round > 5 && millis(0.98) > 100 ? 1 : 0;
        }
        assertThat(amongSlow).isLessThanOrEqualTo(20);
    }

    @Test
    void forgetsWhatWasBefore() {
        add(300, 3_000);
        add(20, 2_500);
        assertThat(millis(0.98)).isCloseTo(20, within(1.0));

        now += Duration.ofMinutes(11).toNanos();
        add(50, 1); // ends what was long ago
        add(50, 1_000);
        add(50, 1_000);
        assertThat(millis(0.98)).isCloseTo(50, within(2.5));
    }

    @Test
    void takesTheShortestAndTheLongest() {
        add(0.001, 200);
        assertThat(millis(0.5)).isEqualTo(1);
        add(10_000_000, 2_000);
        assertThat(millis(0.5)).isGreaterThan(500_000);
    }
}
