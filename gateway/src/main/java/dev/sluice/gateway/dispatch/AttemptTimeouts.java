package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.ProviderAccountSpec.Timeouts;
import dev.sluice.gateway.error.UpstreamClass;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which of its account's timeouts an attempt has run into. */
final class AttemptTimeouts {
    /** A client that has read nothing for so long is let go of when the heap is nearly full. */
    private static final long SLOW_NANOS = 1_000_000_000L;

    private AttemptTimeouts() {}

    /**
     * While there is no content.
     *
     * @param nanos since the attempt began
     * @param written whether the provider has been asked
     * @return null: none
     */
    static @Nullable UpstreamClass waiting(Timeouts timeouts, long nanos, boolean written) {
        if (nanos > nanos(timeouts.total())) {
            return UpstreamClass.TIMEOUT_TOTAL;
        }
        if (nanos <= nanos(timeouts.firstToken())) {
            return null;
        }
        return written ? UpstreamClass.TIMEOUT_FIRST_TOKEN : UpstreamClass.TIMEOUT_CONNECT;
    }

    /**
     * As soon as there is content.
     *
     * @param nanos since the attempt began
     * @param idleNanos since something came, or could be passed on
     * @param heldByClient whether it is the client who takes no more
     * @return null: none
     */
    static @Nullable UpstreamClass answering(Timeouts timeouts, long nanos, long idleNanos, boolean heldByClient) {
        if (nanos > nanos(timeouts.total())) {
            return UpstreamClass.TIMEOUT_TOTAL;
        }
        if (idleNanos <= nanos(timeouts.idle())) {
            return null;
        }
        return heldByClient ? UpstreamClass.CANCELLED : UpstreamClass.TIMEOUT_IDLE;
    }

    /** Whether a client that takes no more has done so for too long, where its memory is needed. */
    static boolean isSlow(long idleNanos) {
        return idleNanos > SLOW_NANOS;
    }

    private static long nanos(@Nullable Duration timeout) {
        return Objects.requireNonNull(timeout).toNanos();
    }
}
