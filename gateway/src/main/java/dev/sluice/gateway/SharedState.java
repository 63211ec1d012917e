package dev.sluice.gateway;

import dev.sluice.gateway.connection.Connections;
import dev.sluice.gateway.dispatch.RefusedParameters;
import dev.sluice.gateway.endpoint.BodyBudget;
import dev.sluice.gateway.endpoint.Shared;
import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.hedge.HedgeBudgets;
import dev.sluice.gateway.limit.LimitKeeper;
import dev.sluice.gateway.observed.TargetStats;
import dev.sluice.gateway.overload.Overload;
import dev.sluice.gateway.overload.TargetSlots;
import dev.sluice.gateway.pipeline.Load;
import dev.sluice.gateway.pipeline.PipelineListener;
import dev.sluice.gateway.policy.PolicyKeeper;
import dev.sluice.gateway.usage.UsageRecorder;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * What one gateway knows of its requests, its clients and its targets, for all of its event loops. Memory alone: nothing here
 * has a thread or a socket, or is closed.
 */
record SharedState(
        Load load,
        Overload overload,
        TargetSlots slots,
        Connections connections,
        TargetStats stats,
        HedgeBudgets hedges,
        TargetHealth health) {

    static SharedState of(Settings settings) {
        Load load = new Load();
        return new SharedState(
                load,
                new Overload(settings.maxInFlight(), load::inFlight),
                new TargetSlots(settings.maxInFlightPerTarget()),
                new Connections(settings.connections()),
                new TargetStats(),
                new HedgeBudgets(),
                new TargetHealth());
    }

    /** Targets that policy does not name any more are forgotten. */
    void follow(PolicyKeeper keeper) {
        keeper.addListener(health::retain);
        keeper.addListener(slots::retain);
    }

    /** With what the event loops are given besides. */
    Shared with(
            Settings settings,
            PolicyIntake intake,
            BooleanSupplier draining,
            UsageRecorder recorder,
            PipelineListener listener,
            LimitKeeper limits) {
        return new Shared(
                settings.host(),
                settings.port(),
                settings.maxBodyBytes(),
                connections,
                BodyBudget.ofHeap(),
                overload,
                slots,
                InstantSource.system(),
                intake.keeper()::current,
                new RefusedParameters(),
                stats,
                health,
                hedges,
                draining,
                settings.consoleOrigin(),
                recorder,
                listener,
                limits.limiter(),
                limits::hurry,
                load,
                intake.issuerKeys());
    }
}
