package dev.sluice.gateway.dispatch;

import dev.sluice.gateway.health.TargetHealth;

/**
 * What the requests of one event loop share to reach providers.
 *
 * @param refused what providers have turned out not to take
 * @param watch is told how attempts go
 * @param health learns from attempts, and knows who is to be spared
 */
public record Upstreams(
        UpstreamClients clients,
        Deadlines deadlines,
        RefusedParameters refused,
        AttemptWatch watch,
        TargetHealth health) {}
