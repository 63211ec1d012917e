package dev.sluice.gateway.health;

import java.util.function.DoubleSupplier;

/**
 * Opens when half of at least twenty requests of the last ten seconds failed, or five in a row. After a pause, which doubles each
 * time, one request at a time may try (half-open); a success closes it. Guarded by its owner.
 */
final class Breaker {
    private static final int LEAST_REQUESTS = 20;
    private static final int FAILURES_IN_A_ROW = 5;
    private static final long FIRST_PAUSE_NANOS = 5_000_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 60_000_000_000L;
    private static final int MOST_DOUBLINGS = 4;
    /** By then a try that has not had an answer holds up no other. */
    private static final long PROBE_NANOS = 60_000_000_000L;

    private final DoubleSupplier random;
    private final Window window = new Window();
    private int inARow;
    private boolean open;
    /** Whether it was another gateway that found the target failing. */
    private boolean told;

    private long sinceNanos;
    private long untilNanos;
    private int timesOpened;
    private boolean probing;
    private long probedNanos;
    private String reason = "";

    /** @param random draws from 0 to 1 */
    Breaker(DoubleSupplier random) {
        this.random = random;
    }

    boolean isClosed() {
        return !open;
    }

    boolean isHalfOpen(long nowNanos) {
        return open && nowNanos - untilNanos >= 0;
    }

    /** When it opened. */
    long sinceNanos() {
        return sinceNanos;
    }

    boolean isTold() {
        return told;
    }

    /** Why it is open: a class of failure. */
    String reason() {
        return reason;
    }

    /** How long requests had better go elsewhere: 0 when one may be sent. */
    long outNanos(long nowNanos) {
        if (!open) {
            return 0;
        }
        if (!isHalfOpen(nowNanos)) {
            return untilNanos - nowNanos;
        }
        return probing && nowNanos - probedNanos < PROBE_NANOS ? 1 : 0;
    }

    /** A request is sent. @return whether it is the one that tries a half-open target */
    boolean enter(long nowNanos) {
        if (!isHalfOpen(nowNanos) || outNanos(nowNanos) > 0) {
            return false;
        }
        probing = true;
        probedNanos = nowNanos;
        return true;
    }

    /** It has ended without saying anything of the target. */
    void released(boolean probe) {
        probing &= !probe;
    }

    /**
     * What was in flight when it opened says nothing new.
     *
     * @param sentNanos when the request was
     * @return whether that closed it
     */
    boolean succeeded(long nowNanos, long sentNanos) {
        window.add(nowNanos, 1, 0);
        inARow = 0;
        return answered(sentNanos);
    }

    /** As {@link #succeeded}, of a request that is not over. */
    boolean answered(long sentNanos) {
        return open && sentNanos - sinceNanos > 0 && close();
    }

    private boolean close() {
        open = false;
        told = false;
        probing = false;
        timesOpened = 0;
        inARow = 0;
        window.clear();
        return true;
    }

    /** @return whether that opened it */
    boolean failed(long nowNanos, boolean probe, String failure) {
        window.add(nowNanos, 1, 1);
        inARow++;
        boolean opens = open
                ? probe && isHalfOpen(nowNanos)
                : inARow >= FAILURES_IN_A_ROW
                        || (window.all(nowNanos) >= LEAST_REQUESTS
                                && window.some(nowNanos) * 2 >= window.all(nowNanos));
        released(probe);
        if (opens) {
            long pause = Math.min(LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << Math.min(timesOpened, MOST_DOUBLINGS));
            timesOpened++;
            open(nowNanos, (long) (pause * (0.9 + 0.2 * random.getAsDouble())), failure, false);
        }
        return opens;
    }

    private void open(long nowNanos, long outNanos, String reason, boolean told) {
        open = true;
        this.told = told;
        sinceNanos = nowNanos;
        untilNanos = nowNanos + outNanos;
        this.reason = reason;
    }

    /** Another gateway has found the target failing. */
    void toldOpen(long nowNanos, long outNanos, String reason) {
        boolean ownToSay = open && (isHalfOpen(nowNanos) ? probing : !told);
        if (!ownToSay) {
            open(nowNanos, outNanos, reason, true);
        }
    }

    /** Another gateway has had an answer of the target. What this one has found out itself stays. */
    void toldClosed() {
        if (open && told) {
            close();
        }
    }

    int requests(long nowNanos) {
        return window.all(nowNanos);
    }

    int failures(long nowNanos) {
        return window.some(nowNanos);
    }
}
