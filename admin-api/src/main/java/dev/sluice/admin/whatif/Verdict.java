package dev.sluice.admin.whatif;

import dev.sluice.contract.policy.LimitRule;

/** What one policy says to one request. */
sealed interface Verdict {
    /** @param costNanos of all requests that the row stands for */
    record Allowed(long costNanos) implements Verdict {}

    record Refused(LimitRule rule) implements Verdict {}

    /** The model is unknown, or not open to the caller. */
    record NotAllowed() implements Verdict {}

    default long costNanos() {
        return this instanceof Allowed allowed ? allowed.costNanos() : 0;
    }
}
