package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledModel;

/** Says when the first content of a stream is late. Thread-safe. */
@FunctionalInterface
public interface Lateness {
    /** Nothing is known, so nothing is late. */
    Lateness UNKNOWN = (_, _) -> Long.MAX_VALUE;

    /**
     * Nanoseconds that so many of the target's streams have waited at most; {@link Long#MAX_VALUE}: not known yet.
     *
     * @param quantile 0 to 1
     */
    long afterNanos(CompiledModel model, double quantile);
}
