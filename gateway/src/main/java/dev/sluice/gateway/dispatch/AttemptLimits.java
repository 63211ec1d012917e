package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.GatewayError;
import org.jspecify.annotations.Nullable;

/** What limits and budgets say of the attempts of one request. On its event loop. */
public interface AttemptLimits {
    /** Nothing is limited. */
    AttemptLimits NONE = new AttemptLimits() {
        @Override
        public @Nullable GatewayError before(CompiledModel target) {
            return null;
        }

        @Override
        public @Nullable GatewayError during(long outputTokens) {
            return null;
        }

        @Override
        public void after(Tokens tokens) {}
    };

    /** Makes sure that what an attempt at the target may take is held; else says what refuses it. */
    @Nullable
    GatewayError before(CompiledModel target);

    /**
     * Every second or two of a stream: what it has had so far counts from now on.
     *
     * @param outputTokens so far, estimated
     * @return why the stream must end; null: it may go on
     */
    @Nullable
    GatewayError during(long outputTokens);

    /** The attempt has ended, and has taken this. Once after each {@link #before} that let it pass. */
    void after(Tokens tokens);
}
