package dev.sluice.gateway.routing;

import dev.sluice.contract.policy.CompiledModel;

/** What a request is expected to cost at a target. */
@FunctionalInterface
public interface CostEstimate {
    long UNPRICED = -1;

    /** Nano-dollars, or {@link #UNPRICED}. */
    long costNanos(CompiledModel target);
}
