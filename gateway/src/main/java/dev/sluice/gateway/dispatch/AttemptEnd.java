package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.usage.Attempt;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.GatewayError;
import org.jspecify.annotations.Nullable;

/**
 * How one try ended.
 *
 * @param costNanos absent: the model has no price
 * @param error absent: a complete reply
 * @param mayBeSentAgain whether another try at the same target makes sense, and is no repetition of work that was done
 * @param began whether bytes of it have gone to the client, so that nothing else may
 */
record AttemptEnd(
        CompiledModel model,
        int status,
        Tokens tokens,
        @Nullable Long costNanos,
        boolean estimated,
        @Nullable GatewayError error,
        boolean began,
        boolean mayBeSentAgain,
        long startNanos,
        long endNanos) {

    /**
     * Now.
     *
     * @param began whether bytes of it have gone to the client
     */
    static AttemptEnd of(
            CompiledModel model,
            UpstreamRequest request,
            AttemptTokens taken,
            @Nullable GatewayError error,
            boolean began,
            long startNanos) {
        return new AttemptEnd(
                model,
                request.status(),
                taken.tokens(),
                model.price() == null ? null : (Long) model.price().costNanos(taken.tokens()),
                taken.isEstimated(),
                error,
                began,
                error instanceof GatewayError.Upstream upstream
                        && UpstreamErrors.mayBeSentAgain(request, upstream.kind()),
                startNanos,
                System.nanoTime());
    }

    /** Nobody was asked. */
    static AttemptEnd notMade(CompiledModel model, GatewayError error) {
        return new AttemptEnd(model, 0, Tokens.NONE, 0L, false, error, false, false, 0, 0);
    }

    /** Nobody was asked, and that counts as a failure of the target. */
    static AttemptEnd atOnce(CompiledModel model, GatewayError error) {
        long now = System.nanoTime();
        return new AttemptEnd(model, 0, Tokens.NONE, 0L, false, error, false, false, now, now);
    }

    Attempt record(int n, String kind, long admittedNanos) {
        return new Attempt(
                n,
                kind,
                model.name(),
                model.account().name(),
                status,
                error == null ? "" : error.errorClass(),
                tokens,
                costNanos,
                (startNanos - admittedNanos) / 1000,
                (endNanos - startNanos) / 1000);
    }
}
