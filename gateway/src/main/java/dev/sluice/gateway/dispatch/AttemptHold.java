package dev.sluice.gateway.dispatch;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.GatewayError;
import org.jspecify.annotations.Nullable;

/** What one attempt holds of limits and budgets. On the event loop of its request. */
public interface AttemptHold {
    /** Nothing is limited. */
    AttemptHold NONE = new AttemptHold() {};

    /** An attempt that must not be made. */
    static AttemptHold refused(GatewayError error) {
        return new AttemptHold() {
            @Override
            public GatewayError refusal() {
                return error;
            }
        };
    }

    /** Why the attempt must not be made; null: it may, and is to end with {@link #after}. */
    default @Nullable GatewayError refusal() {
        return null;
    }

    /**
     * Every second or two of a stream: what it has had so far counts from now on.
     *
     * @param outputTokens so far, estimated
     * @return why the stream must end; null: it may go on
     */
    default @Nullable GatewayError during(long outputTokens) {
        return null;
    }

    /** The attempt has ended, and has taken this. Once. */
    default void after(Tokens tokens) {}
}
