package dev.sluice.gateway.health;

import org.jspecify.annotations.Nullable;

/** A pause that a provider has asked for, or that its refusal stands for. Guarded by its owner. */
final class Rest {
    private static final long NANOS_PER_MILLI = 1_000_000;
    static final long LONGEST_MILLIS = 60_000;
    private static final long FIRST_MILLIS = 1_000;
    private static final long LONGEST_UNASKED_MILLIS = 5_000;
    private static final int MOST_DOUBLINGS = 3;

    private boolean resting;
    private boolean told;
    private long sinceNanos;
    private long untilNanos;
    private int unasked;
    private String reason = "";

    long outNanos(long nowNanos) {
        if (resting && nowNanos - untilNanos >= 0) {
            resting = false;
        }
        return resting ? untilNanos - nowNanos : 0;
    }

    /** A class of failure. */
    String reason() {
        return reason;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    /** Whether it was another gateway that was refused. */
    boolean isTold() {
        return told;
    }

    /** @param askedMillis null: the provider has not said for how long, so it is longer each time */
    void refused(long nowNanos, @Nullable Long askedMillis, String failure) {
        boolean again = outNanos(nowNanos) > 0;
        long millis;
        if (askedMillis != null) {
            millis = Math.clamp(askedMillis, 0, LONGEST_MILLIS);
        } else {
            // What was in flight when the rest began says nothing new.
            unasked += again && unasked > 0 ? 0 : 1;
            millis = Math.min(LONGEST_UNASKED_MILLIS, FIRST_MILLIS << Math.min(unasked - 1, MOST_DOUBLINGS));
        }
        until(nowNanos, millis * NANOS_PER_MILLI, failure, false);
    }

    void told(long nowNanos, long outNanos, String failure) {
        until(nowNanos, outNanos, failure, true);
    }

    private void until(long nowNanos, long outNanos, String failure, boolean told) {
        if (outNanos > outNanos(nowNanos)) {
            resting = true;
            this.told = told;
            sinceNanos = nowNanos;
            untilNanos = nowNanos + outNanos;
            reason = failure;
        }
    }

    /** A request that was sent since has succeeded. */
    void succeeded() {
        unasked = 0;
    }
}
