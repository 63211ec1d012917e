package dev.sluice.contract.usage;

import org.jspecify.annotations.Nullable;

/**
 * One try at one target.
 *
 * @param n from 1
 * @param kind {@code primary, retry, fallback, hedge} or {@code shadow}
 * @param status the provider's; 0 when it did not answer
 * @param errorClass empty when it succeeded
 * @param costNanos absent: the model has no price
 * @param startMicros since the request's admission
 */
public record Attempt(
        int n,
        String kind,
        String model,
        String account,
        int status,
        String errorClass,
        Tokens tokens,
        @Nullable Long costNanos,
        long startMicros,
        long latencyMicros) {
    Attempt numbered(int number) {
        return new Attempt(
                number, kind, model, account, status, errorClass, tokens, costNanos, startMicros, latencyMicros);
    }
}
