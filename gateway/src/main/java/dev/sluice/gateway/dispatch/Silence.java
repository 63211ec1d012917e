package dev.sluice.gateway.dispatch;

import java.time.Duration;

/**
 * How long a client has heard nothing inside a stream. Writing costs it one field: the clock is looked at when the deadlines are,
 * so the length is exact to their period.
 */
final class Silence {
    /** Below the 30 s after which the first of proxies and clients take a connection for dead, with room for one lost. */
    static final long MAX_NANOS = Duration.ofSeconds(15).toNanos();

    private boolean heard = true;
    private long sinceNanos;

    void broken() {
        heard = true;
    }

    /** To be asked now and then; says so once for each such time. {@code nowNanos}: of {@link System#nanoTime()}. */
    boolean isTooLong(long nowNanos) {
        if (heard) {
            heard = false;
            sinceNanos = nowNanos;
            return false;
        }
        if (nowNanos - sinceNanos < MAX_NANOS) {
            return false;
        }
        sinceNanos = nowNanos;
        return true;
    }
}
