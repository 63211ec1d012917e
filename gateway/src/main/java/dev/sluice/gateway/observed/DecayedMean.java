package dev.sluice.gateway.observed;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A geometric mean of positive values in which a value counts by the time since the one before: half of what is known is
 * replaced in {@link #HALF_LIFE_NANOS}, however many values come. Of times that differ by their factor, a slow one and a fast
 * one weigh the same, so it takes as long to forget the one as the other. Thread-safe without locks.
 */
final class DecayedMean {
    static final double HALF_LIFE_NANOS = 5e9;

    private final AtomicReference<@Nullable Point> point = new AtomicReference<>();

    /** @param log the natural logarithm of the mean */
    record Point(double log, long nanos) {
        /** What this is still worth: 1 at its time, half of it a half-life later. */
        double freshness(long now) {
            return DecayedMean.freshness(now - nanos);
        }
    }

    private static double freshness(long age) {
        return Math.pow(2, -Math.max(0, age) / HALF_LIFE_NANOS);
    }

    /** @param now of {@link System#nanoTime()} */
    void add(double value, long now) {
        double log = Math.log(Math.max(value, 1e-9));
        Point before = point.get();
        while (!point.compareAndSet(before, next(before, log, now))) {
            before = point.get();
        }
    }

    private static Point next(@Nullable Point before, double log, long now) {
        if (before == null) {
            return new Point(log, now);
        }
        double kept = before.freshness(now);
        return new Point(kept * before.log + (1 - kept) * log, Math.max(now, before.nanos));
    }

    @Nullable
    Point get() {
        return point.get();
    }

    /** @return 0: no value yet */
    double mean() {
        Point now = point.get();
        return now == null ? 0 : Math.exp(now.log);
    }
}
