package dev.sluice.gateway.health;

import dev.sluice.gateway.health.TargetHealth.State;
import dev.sluice.gateway.quota.ProviderLimits;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** A Model with one credential of its account. Thread-safe; locks are held for some dozen instructions, none while all is well. */
final class TargetCredential {
    /** The reason of a breaker that streams have opened which went on too slowly. */
    private static final String SLOW = "slow_stream";

    /** What a refusal would be, which there was none of yet. */
    private static final String USED_UP = "rate_limited";

    /** Weight of the newest of the times to the first content. */
    private static final double NEWEST = 0.1;

    private final TargetKey key;
    private final Breaker breaker;
    private final Rest rest = new Rest();
    private final AtomicInteger inFlight = new AtomicInteger();
    /** Whether there is more to know than that it is well. */
    private volatile boolean impaired;

    private volatile ProviderLimits limits = ProviderLimits.NONE;
    private double firstContentNanos;
    private boolean answered;
    /** When the last content began. */
    private long answeredNanos;

    TargetCredential(TargetKey key, DoubleSupplier random) {
        this.key = key;
        this.breaker = new Breaker(random);
    }

    TargetKey key() {
        return key;
    }

    Standing standing(long nowNanos) {
        return impaired ? look(nowNanos) : Standing.FIT;
    }

    private synchronized Standing look(long nowNanos) {
        long resting = rest.outNanos(nowNanos);
        impaired = resting > 0 || !breaker.isClosed();
        if (resting > breaker.outNanos(nowNanos)) {
            return new Standing(State.RESTING, rest.reason(), rest.sinceNanos(), resting, rest.isTold());
        }
        if (breaker.isClosed()) {
            return Standing.FIT;
        }
        State state = breaker.isHalfOpen(nowNanos) ? State.HALF_OPEN : State.OPEN;
        return new Standing(
                state, breaker.reason(), breaker.sinceNanos(), breaker.outNanos(nowNanos), breaker.isTold());
    }

    /**
     * @param must whether the request is sent even if the target had better be left alone
     * @return whether it is the one that tries a half-open target; null: it is not sent
     */
    @Nullable
    Boolean enter(long nowNanos, boolean must) {
        boolean probe = false;
        if (impaired) {
            synchronized (this) {
                if (!must && Math.max(rest.outNanos(nowNanos), breaker.outNanos(nowNanos)) > 0) {
                    return null;
                }
                probe = breaker.enter(nowNanos);
            }
        }
        inFlight.incrementAndGet();
        return probe;
    }

    /** It is not sent after all. */
    synchronized void unused(boolean probe) {
        inFlight.decrementAndGet();
        breaker.released(probe);
    }

    /** The first content has come. @return whether others are to be told that the target is well again */
    synchronized boolean answering(long nowNanos, long sentNanos) {
        answered = true;
        answeredNanos = nowNanos;
        long tookNanos = nowNanos - sentNanos;
        firstContentNanos =
                firstContentNanos == 0 ? tookNanos : firstContentNanos + NEWEST * (tookNanos - firstContentNanos);
        return breaker.answered(sentNanos);
    }

    /** A stream goes on far more slowly than is usual. @return whether others are to be told */
    synchronized boolean slow(long nowNanos) {
        boolean changed = breaker.failed(nowNanos, false, SLOW);
        impaired = !breaker.isClosed() || rest.outNanos(nowNanos) > 0;
        return changed;
    }

    /** Nothing is left of a limit, so the next request would be refused. @return whether others are to be told */
    synchronized boolean usedUp(long nowNanos, long resetMillis) {
        rest.refused(nowNanos, resetMillis, USED_UP);
        impaired = !breaker.isClosed() || rest.outNanos(nowNanos) > 0;
        return rest.outNanos(nowNanos) > 0;
    }

    void limits(ProviderLimits told) {
        if (!told.headers().isEmpty()) {
            limits = told;
        }
    }

    /** @return whether others are to be told */
    synchronized boolean ended(
            long nowNanos, long sentNanos, boolean probe, Verdict verdict, String failure, @Nullable Long pauseMillis) {
        inFlight.decrementAndGet();
        boolean changed = switch (verdict) {
            case FAILED -> breaker.failed(nowNanos, probe, failure);
            case WELL -> {
                rest.succeeded();
                yield breaker.succeeded(nowNanos, sentNanos);
            }
            case ALIVE -> breaker.succeeded(nowNanos, sentNanos);
            case LIMITED -> {
                boolean closed = breaker.succeeded(nowNanos, sentNanos);
                rest.refused(nowNanos, pauseMillis, failure);
                yield closed || rest.outNanos(nowNanos) > 0;
            }
            case BARRED -> {
                breaker.released(probe);
                rest.refused(nowNanos, Rest.LONGEST_MILLIS, failure);
                yield true;
            }
            case REJECTED, NONE -> {
                breaker.released(probe);
                yield false;
            }
        };
        impaired = !breaker.isClosed() || rest.outNanos(nowNanos) > 0;
        return changed;
    }

    /** What another gateway has found out so long ago. An answer since then says more. */
    synchronized void told(long nowNanos, State state, long ageNanos, long outNanos, String reason) {
        switch (state) {
            case OPEN -> {
                if (!answered || nowNanos - answeredNanos >= ageNanos) {
                    breaker.toldOpen(nowNanos, outNanos, reason);
                }
            }
            case RESTING -> rest.told(nowNanos, outNanos, reason);
            case CLOSED, HALF_OPEN -> breaker.toldClosed();
        }
        impaired = !breaker.isClosed() || rest.outNanos(nowNanos) > 0;
    }

    synchronized TargetReading.Seen seen(long nowNanos) {
        return new TargetReading.Seen(
                inFlight.get(),
                breaker.requests(nowNanos),
                breaker.failures(nowNanos),
                (long) firstContentNanos,
                limits);
    }
}
