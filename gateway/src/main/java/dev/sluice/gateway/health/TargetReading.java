package dev.sluice.gateway.health;

import dev.sluice.gateway.health.TargetHealth.State;
import dev.sluice.gateway.quota.ProviderLimits;

/**
 * How a Model stands with one credential, for people to look at.
 *
 * @param reason a class of failure; empty when it is well
 * @param outMillis how long requests go elsewhere if they can; 0: they need not
 */
public record TargetReading(TargetKey key, State state, String reason, long outMillis, Seen seen) {
    /**
     * @param requests that ended in the last ten seconds
     * @param failures of these, those that count against the breaker
     * @param firstContentNanos mean of late; 0: not known
     * @param limits as the provider told them last
     */
    public record Seen(int inFlight, int requests, int failures, long firstContentNanos, ProviderLimits limits) {}
}
