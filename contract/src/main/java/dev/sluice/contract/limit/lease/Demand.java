package dev.sluice.contract.limit.lease;

/** How much of a limit a gateway should hold: what it is asked for, with a little on top. One thread owns it. */
final class Demand {
    private static final double MEMORY_SECONDS = 10;
    /** More is asked for sooner than less. */
    private static final double RISING_SECONDS = 2;

    private static final double LEAST_PART = 200;
    private static final double HEADROOM = 1.15;

    private double perSecond;
    private long lastAsked;
    private long lastNanos;

    Demand(long asked, long nanos) {
        lastAsked = asked;
        lastNanos = nanos;
    }

    void observe(long asked, long nanos) {
        double seconds = (nanos - lastNanos) / 1e9;
        if (seconds > 0) {
            double rate = (asked - lastAsked) / seconds;
            double memory = rate > perSecond ? RISING_SECONDS : MEMORY_SECONDS;
            perSecond += (1 - Math.exp(-seconds / memory)) * (rate - perSecond);
            lastAsked = asked;
            lastNanos = nanos;
        }
    }

    /** Of a window that slides: what comes in it at this rate. */
    long ofWindow(long windowMillis, int buckets, long limit) {
        double wanted = HEADROOM * perSecond * windowMillis / 1_000 * (1 + 1.0 / buckets);
        return Math.min(limit, (long) Math.ceil(Math.max(wanted, limit / LEAST_PART)) + 1);
    }

    /** Of a budget: what is used, and ten seconds' worth, or a two-hundredth of what is left where that is more. */
    long ofPeriod(long own, long remaining, long limit) {
        double ahead = Math.max(HEADROOM * perSecond * MEMORY_SECONDS, remaining / LEAST_PART);
        return Math.min(limit, own + (long) Math.ceil(ahead) + 1);
    }
}
