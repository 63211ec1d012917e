package dev.sluice.gateway.dispatch;

import java.util.concurrent.TimeUnit;

/**
 * When a request came, and how long its client lets it take.
 *
 * @param admittedNanos of {@link System#nanoTime()}
 * @param timeoutMillis 0: the client does not say
 */
public record RequestDeadline(long admittedNanos, long timeoutMillis) {
    boolean isOver(long nowNanos) {
        return timeoutMillis > 0 && nowNanos - admittedNanos > TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    }

    /**
     * What is left of it now, in milliseconds.
     *
     * @param atMostMillis that the account allows
     */
    long leftMillis(long atMostMillis, long nowNanos) {
        long total = timeoutMillis > 0 ? Math.min(timeoutMillis, atMostMillis) : atMostMillis;
        return total - TimeUnit.NANOSECONDS.toMillis(nowNanos - admittedNanos);
    }
}
