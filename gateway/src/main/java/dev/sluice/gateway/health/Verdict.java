package dev.sluice.gateway.health;

import dev.sluice.gateway.error.GatewayError;
import org.jspecify.annotations.Nullable;

/** What the end of an attempt says of its target. */
enum Verdict {
    WELL,
    /** The provider is there, and could make nothing of this request. */
    ALIVE,
    /** Counts against the breaker. */
    FAILED,
    /** The provider wants to be left alone with this Model and this credential. */
    LIMITED,
    /** The credential may not use this Model. */
    BARRED,
    /** The credential is of no use for any Model. */
    REJECTED,
    NONE;

    private static final int PAYMENT_REQUIRED = 402;

    /** @param answering whether content had come by then */
    static Verdict of(@Nullable GatewayError error, int status, boolean answering) {
        return switch (error) {
            case null -> WELL;
            case GatewayError.Upstream upstream when status == PAYMENT_REQUIRED -> REJECTED;
            case GatewayError.Upstream upstream ->
                switch (upstream.kind()) {
                    case OVERLOADED,
                            SERVER_ERROR,
                            TIMEOUT_CONNECT,
                            TIMEOUT_FIRST_TOKEN,
                            TIMEOUT_IDLE,
                            CONNECTION,
                            STREAM_INTERRUPTED -> FAILED;
                    // A long answer that goes on is no fault of the target.
                    case TIMEOUT_TOTAL -> answering ? NONE : FAILED;
                    case RATE_LIMITED, QUOTA_EXHAUSTED -> LIMITED;
                    case PERMISSION -> BARRED;
                    case AUTH -> REJECTED;
                    case MODEL_NOT_FOUND, CONTEXT_WINDOW, CONTENT_POLICY, SAMPLING_FAILURE, TOO_LARGE, BAD_REQUEST ->
                        ALIVE;
                    case CANCELLED -> NONE;
                };
            default -> NONE;
        };
    }
}
