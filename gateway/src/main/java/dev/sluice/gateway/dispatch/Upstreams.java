package dev.sluice.gateway.dispatch;

import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.hedge.HedgeBudgets;
import dev.sluice.gateway.overload.TargetSlots;

/**
 * What the requests of one event loop share to reach providers.
 *
 * @param refused what providers have turned out not to take
 * @param watch is told how attempts go
 * @param health learns from attempts, and knows who is to be spared
 * @param lateness knows when a target is slower than usual
 * @param hedges what second attempts beside late ones may cost
 * @param slots how many attempts each target may have in flight
 */
public record Upstreams(
        UpstreamClients clients,
        Deadlines deadlines,
        RefusedParameters refused,
        AttemptWatch watch,
        TargetHealth health,
        Lateness lateness,
        HedgeBudgets hedges,
        TargetSlots slots) {}
