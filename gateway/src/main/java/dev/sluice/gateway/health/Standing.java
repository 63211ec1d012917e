package dev.sluice.gateway.health;

import dev.sluice.gateway.health.TargetHealth.State;

/**
 * How a Model stands with one credential, or a credential with its account.
 *
 * @param reason a class of failure; empty when it is well
 * @param sinceNanos when that was found out; of no meaning when it is well
 * @param outNanos how long requests had better go elsewhere; 0: they need not
 * @param told whether this gateway has it from another one
 */
record Standing(State state, String reason, long sinceNanos, long outNanos, boolean told) {
    static final Standing FIT = new Standing(State.CLOSED, "", 0, 0, false);

    /** The worse of two. */
    Standing or(Standing other) {
        return other.outNanos > outNanos || (state == State.CLOSED && other.state != State.CLOSED) ? other : this;
    }
}
