package dev.sluice.gateway.health;

/**
 * How many further tries a target may have: one for every five requests of the last ten seconds, so that a target in trouble is
 * not asked more than 1.2 times as often as one that is well. A target with little traffic may have ten. Thread-safe.
 */
final class RetryBudget {
    private static final int REQUESTS_PER_RETRY = 5;
    private static final int LEAST = 10;

    /** Requests, and the retries beside them. */
    private final Window window = new Window();

    private long retries;
    private long refused;

    synchronized void request(long nowNanos) {
        window.add(nowNanos, 1, 0);
    }

    /** Takes one, if there is one. */
    synchronized boolean retry(long nowNanos) {
        if (window.some(nowNanos) >= Math.max(LEAST, window.all(nowNanos) / REQUESTS_PER_RETRY)) {
            refused++;
            return false;
        }
        window.add(nowNanos, 0, 1);
        retries++;
        return true;
    }

    synchronized long retries() {
        return retries;
    }

    synchronized long refused() {
        return refused;
    }
}
