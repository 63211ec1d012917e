package dev.sluice.admin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Instant BORN = Instant.EPOCH;

    @RepeatedTest(20)
    void shouldTryForADayAndThenGiveUp() {
        Random random = new Random();
        Instant now = BORN;
        Duration longest = Duration.ZERO;
        int attempt = 1;
        for (Optional<Duration> pause = Backoff.after(attempt, BORN, now, random);
                pause.isPresent();
                pause = Backoff.after(++attempt, BORN, now, random)) {
            now = now.plus(pause.get());
            longest = pause.get().compareTo(longest) > 0 ? pause.get() : longest;
        }
        assertThat(now).isBetween(BORN.plus(Duration.ofHours(21)), BORN.plus(Duration.ofHours(24)));
        assertThat(attempt).isBetween(18, 26);
        assertThat(longest).isBetween(Duration.ofMinutes(96), Duration.ofMinutes(144));
    }

    @Test
    void shouldBeginSoonAndSpread() {
        Duration one = Backoff.after(1, BORN, BORN, new Random(1)).orElseThrow();
        Duration other = Backoff.after(1, BORN, BORN, new Random(2)).orElseThrow();
        assertThat(one).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12)).isNotEqualTo(other);
        assertThat(Backoff.after(1_000, BORN, BORN, new Random(1))).isPresent();
    }
}
