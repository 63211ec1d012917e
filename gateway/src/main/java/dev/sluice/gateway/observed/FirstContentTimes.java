package dev.sluice.gateway.observed;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How long streams have waited for their first content lately, for percentiles: counts in steps of 5 %, of the last thousand
 * streams and of those before them. Thread-safe; a few values may be lost while the older ones are dropped.
 */
final class FirstContentTimes {
    private static final double STEP = Math.log(1.05);
    private static final double LEAST_NANOS = 1e6;
    /** Up to ten minutes. */
    private static final int STEPS = 274;

    private static final int LEAST_SAMPLES = 100;
    private static final int SAMPLES = 1_000;
    private static final long LEAST_AGE_NANOS = 10_000_000_000L;
    private static final long MOST_AGE_NANOS = 600_000_000_000L;

    /** Since when, and how many of each step; the last is their sum. */
    private record Generation(long sinceNanos, AtomicIntegerArray counts) {
        static Generation begin(long now) {
            return new Generation(now, new AtomicIntegerArray(STEPS + 1));
        }

        int all() {
            return counts.get(STEPS);
        }
    }

    private record Generations(Generation young, Generation old) {}

    private volatile Generations generations;

    FirstContentTimes(long now) {
        generations = new Generations(Generation.begin(now), Generation.begin(now));
    }

    void add(long tookNanos, long now) {
        Generations all = generations;
        all.young.counts.incrementAndGet(step(tookNanos));
        int samples = all.young.counts.incrementAndGet(STEPS);
        long age = now - all.young.sinceNanos;
        if (age > MOST_AGE_NANOS || (samples >= SAMPLES && age >= LEAST_AGE_NANOS)) {
            generations = new Generations(Generation.begin(now), all.young);
        }
    }

    private static int step(long tookNanos) {
        int step = (int) Math.ceil(Math.log(Math.max(1, tookNanos / LEAST_NANOS)) / STEP);
        return Math.min(step, STEPS - 1);
    }

    /**
     * Nanoseconds that so many of all streams have waited at most; {@link Long#MAX_VALUE}: too little is known. Of what it may
     * be, given so few streams, the least (two standard deviations of how many are above it): where some percent are far slower
     * than the others, a percentile near that share would else be among the slow ones half of the time.
     */
    long quantile(double quantile) {
        Generations all = generations;
        long samples = (long) all.young.all() + all.old.all();
        double above = samples * (1 - quantile);
        if (samples < LEAST_SAMPLES || above < 1) {
            return Long.MAX_VALUE;
        }
        double surely = above + 2 * Math.sqrt(above);
        long seen = 0;
        for (int i = STEPS - 1; i >= 0; i--) {
            seen += (long) all.young.counts.get(i) + all.old.counts.get(i);
            if (seen > surely) {
                return (long) (LEAST_NANOS * Math.exp(i * STEP));
            }
        }
        return Long.MAX_VALUE;
    }
}
