package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.quota.ProviderLimits;
import org.jspecify.annotations.Nullable;

/** Is told how requests to providers go, on their event loops: it must return at once. Thread-safe. */
public interface AttemptWatch {
    AttemptWatch NONE = new AttemptWatch() {
        @Override
        public void sent(CompiledModel model, String credential) {}

        @Override
        public void ended(Sent sent) {}
    };

    /** A request has been written to the provider. */
    void sent(CompiledModel model, String credential);

    /**
     * A stream has begun to have content.
     *
     * @param nanos since the request's last byte
     */
    default void firstContent(CompiledModel model, long nanos) {}

    /** Once for each one that was sent. */
    void ended(Sent sent);

    /**
     * One that was sent, and is over.
     *
     * @param credential its name in the account
     * @param status of the answer; 0: none came
     * @param error absent: a complete reply; {@code cancelled} when the client went away
     * @param firstContentNanos from the request's last byte to the first content; 0: none came
     * @param nanos from the request's last byte to the end
     * @param limits as far as the provider told some
     */
    record Sent(
            CompiledModel model,
            String credential,
            int status,
            @Nullable GatewayError error,
            Tokens tokens,
            long firstContentNanos,
            long nanos,
            ProviderLimits limits) {}
}
