package dev.sluice.gateway.endpoint;

import dev.sluice.contract.limit.Limiter;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.gateway.auth.Authenticator;
import dev.sluice.gateway.auth.TokenKeys;
import dev.sluice.gateway.connection.Connections;
import dev.sluice.gateway.dispatch.RefusedParameters;
import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.hedge.HedgeBudgets;
import dev.sluice.gateway.observed.TargetStats;
import dev.sluice.gateway.overload.Overload;
import dev.sluice.gateway.overload.TargetSlots;
import dev.sluice.gateway.pipeline.Load;
import dev.sluice.gateway.pipeline.PipelineListener;
import dev.sluice.gateway.usage.UsageRecorder;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the event loops share: immutable, or thread-safe without locks that wait.
 *
 * @param connections of clients
 * @param bodies how much of request bodies may be in memory
 * @param overload whether new work is taken
 * @param slots how many attempts each target may have in flight
 * @param policy the snapshot in force; null while there is none
 * @param refused what providers have turned out not to take
 * @param stats is told how providers answer
 * @param health of the targets of policy
 * @param hedges what second attempts beside late ones may cost
 * @param limiter of all loops: counters are shared
 * @param leasesWanted to be run when a request finds that this gateway holds no part of a strict limit yet
 * @param draining whether the gateway is about to stop
 * @param consoleOrigin the one web origin that may call the data port
 * @param tokenKeys of the issuers that policy names
 */
public record Shared(
        String host,
        int port,
        long maxBodyBytes,
        Connections connections,
        BodyBudget bodies,
        Overload overload,
        TargetSlots slots,
        InstantSource clock,
        Supplier<@Nullable PolicySnapshot> policy,
        RefusedParameters refused,
        TargetStats stats,
        TargetHealth health,
        HedgeBudgets hedges,
        BooleanSupplier draining,
        Optional<String> consoleOrigin,
        UsageRecorder recorder,
        PipelineListener listener,
        Limiter limiter,
        Runnable leasesWanted,
        Load load,
        TokenKeys tokenKeys) {

    /** Whether no work is taken on that could be left undone. */
    boolean isBusy() {
        return draining.getAsBoolean() || overload.refuses() != null;
    }

    /** A new one per loop: it holds a digest. */
    Authenticator authenticator() {
        return new Authenticator(clock, tokenKeys);
    }
}
