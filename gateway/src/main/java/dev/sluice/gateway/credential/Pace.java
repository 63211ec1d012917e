package dev.sluice.gateway.credential;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a grant is refreshed, and when after a failure the next try is. Both are jittered, so that gateways that start together
 * do not ask together.
 *
 * @param firstRetry after the first failure; doubled after each further one
 * @param ahead how long before its end a grant is refreshed, unless its life is short
 */
record Pace(Duration firstRetry, Duration longestRetry, Duration ahead) {
    static final Pace USUAL = new Pace(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(5));
    private static final int MOST_DOUBLINGS = 16;

    /** @param life what is left of it */
    Duration untilRefresh(Duration life, RandomGenerator random) {
        long margin = Math.min(ahead.toMillis(), life.toMillis() / 3);
        long jitter = random.nextLong(margin / 4 + 1);
        return Duration.ofMillis(Math.max(firstRetry.toMillis(), life.toMillis() - margin - jitter));
    }

    /** @param failures in a row, at least one */
    Duration untilRetry(int failures, RandomGenerator random) {
        long doubled = firstRetry.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
        long millis = Math.min(doubled, longestRetry.toMillis());
        return Duration.ofMillis(millis - random.nextLong(millis / 4 + 1));
    }
}
