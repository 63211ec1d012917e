package dev.sluice.admin.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When a delivery that failed is tried again: after 10 s, 20 s, 40 s and so on up to two hours, a fifth more or less, for a day. */
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(2);
    private static final Duration PATIENCE = Duration.ofHours(24);
    /** From here on the longest is reached. */
    private static final int DOUBLINGS = 10;

    private Backoff() {}

    /**
     * @param attempt that failed, 1 is the first
     * @return empty when it is given up
     */
    static Optional<Duration> after(int attempt, Instant createdAt, Instant now, RandomGenerator random) {
        Duration regular = FIRST.multipliedBy(1L << Math.clamp(attempt - 1, 0, DOUBLINGS));
        Duration capped = regular.compareTo(LONGEST) < 0 ? regular : LONGEST;
        Duration pause = Duration.ofMillis((long) (capped.toMillis() * (0.8 + 0.4 * random.nextDouble())));
        return now.plus(pause).isAfter(createdAt.plus(PATIENCE)) ? Optional.empty() : Optional.of(pause);
    }
}
