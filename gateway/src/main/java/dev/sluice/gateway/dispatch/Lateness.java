package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledModel;

/** Says when a stream is slower than is usual for its target. Thread-safe. */
public interface Lateness {
    /** Nothing is known, so nothing is late or slow. */
    Lateness UNKNOWN = new Lateness() {
        @Override
        public long afterNanos(CompiledModel model, double quantile) {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean isSlow(CompiledModel model, long nanos, long tokens) {
            return false;
        }
    };

    /**
     * Nanoseconds that so many of the target's streams have waited at most; {@link Long#MAX_VALUE}: not known yet.
     *
     * @param quantile 0 to 1
     */
    long afterNanos(CompiledModel model, double quantile);

    /**
     * Whether a stream has had far fewer tokens than is usual.
     *
     * @param nanos since its first content
     */
    boolean isSlow(CompiledModel model, long nanos, long tokens);
}
