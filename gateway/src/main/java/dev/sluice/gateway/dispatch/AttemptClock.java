package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.ProviderAccountSpec.Timeouts;
import dev.sluice.gateway.error.UpstreamClass;
import org.jspecify.annotations.Nullable;

/** Since when an attempt goes on, and since when nothing has happened. On the event loop of its request. */
final class AttemptClock {
    private final Timeouts timeouts;
    private final RequestDeadline deadline;
    private final long startNanos = System.nanoTime();
    private long lastActivityNanos = startNanos;

    /** @param deadline of the request, for all its attempts together */
    AttemptClock(Timeouts timeouts, RequestDeadline deadline) {
        this.timeouts = timeouts;
        this.deadline = deadline;
    }

    /** Of {@link System#nanoTime()}. */
    long startNanos() {
        return startNanos;
    }

    /** Something went or came, or could be passed on. */
    void active(long nowNanos) {
        lastActivityNanos = nowNanos;
    }

    /**
     * The timeout that it has run into.
     *
     * @param written whether the provider has been asked
     * @param stream of the answer; null: it is none, or there is no answer yet
     * @return null: none
     */
    @Nullable
    UpstreamClass over(long nowNanos, boolean written, @Nullable StreamRelay stream) {
        if (deadline.isOver(nowNanos)) {
            return UpstreamClass.TIMEOUT_TOTAL;
        }
        long nanos = nowNanos - startNanos;
        return stream == null || !stream.hasContent()
                ? AttemptTimeouts.waiting(timeouts, nanos, written)
                : AttemptTimeouts.answering(timeouts, nanos, nowNanos - lastActivityNanos, stream.isHeldByClient());
    }

    /** Whether its client has taken nothing for too long, where its memory is needed. */
    boolean isHeldTooLong(long nowNanos, @Nullable StreamRelay stream) {
        return stream != null && stream.isHeldByClient() && AttemptTimeouts.isSlow(nowNanos - lastActivityNanos);
    }
}
