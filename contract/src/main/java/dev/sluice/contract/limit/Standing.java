package dev.sluice.contract.limit;

import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.Quota;

/**
 * How a request stands with one limit: what headers and refusals tell.
 *
 * @param used by all gateways, what is reserved included, and of a strict limit what other gateways have leased
 * @param wanted what the request may take, by an estimate that may be another the next time; 0: it is not about that
 * @param resetMillis until there may be room again; {@link Long#MAX_VALUE}: never, which is so of one that {@link #isTooMuch}
 */
public record Standing(LimitRule rule, Quota quota, long used, long wanted, long resetMillis) {
    public Standing {
        resetMillis = isTooMuch(quota, wanted) ? Long.MAX_VALUE : resetMillis;
    }

    public long limit() {
        return quota.amount();
    }

    public long remaining() {
        return Math.max(0, quota.amount() - used);
    }

    /** Whether it cannot pass even when nothing is used. */
    public boolean isTooMuch() {
        return isTooMuch(quota, wanted);
    }

    private static boolean isTooMuch(Quota quota, long wanted) {
        return quota.amount() > 0 && wanted > quota.amount();
    }

    /** As in manifests: {@code 1m}, {@code month}; empty for requests in flight. */
    public String window() {
        return quota.span().wireName();
    }
}
