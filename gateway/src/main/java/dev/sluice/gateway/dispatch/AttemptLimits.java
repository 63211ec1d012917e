package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledModel;
import org.jspecify.annotations.Nullable;

/** What limits and budgets say of the attempts of one request. On its event loop. */
@FunctionalInterface
public interface AttemptLimits {
    /** Nothing is limited. */
    AttemptLimits NONE = (_, _) -> AttemptHold.NONE;

    /**
     * Makes sure that what an attempt at the target may take is held; else says what refuses it.
     *
     * @param beside the target of an attempt that is in flight, and goes on to need what it holds; null: there is none
     */
    AttemptHold before(CompiledModel target, @Nullable CompiledModel beside);

    /**
     * Makes sure that what an attempt takes is held that is none of the request's: it may last longer than the request, and
     * what the request holds is not for it.
     */
    default AttemptHold shadow(CompiledModel target) {
        return AttemptHold.NONE;
    }
}
