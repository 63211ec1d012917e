package dev.sluice.gateway;

import dev.sluice.bus.Bus;
import dev.sluice.contract.bus.GatewayStatus;
import dev.sluice.contract.bus.SimulationAnswer;
import dev.sluice.contract.bus.SimulationRequest;
import dev.sluice.contract.limit.Limiter;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.gateway.health.HealthBus;
import dev.sluice.gateway.health.TargetAnswers;
import dev.sluice.gateway.pipeline.Simulation;
import dev.sluice.gateway.policy.BackgroundTasks;
import dev.sluice.gateway.policy.PolicyKeeper;
import dev.sluice.gateway.policy.StatusReporter;
import dev.sluice.gateway.simulation.SimulationAnswers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a gateway with a bus does for others: it says how it and its targets are, and answers what it would do. */
final class BusServices implements AutoCloseable {
    private static final Duration REPORT_PERIOD = Duration.ofSeconds(5);

    private final PolicyKeeper keeper;
    private final SharedState state;
    private final Limiter limiter;
    private final SimulationAnswers simulations;
    private final StatusReporter reporter;
    private final HealthBus healthBus;
    private final TargetAnswers targetAnswers;

    /**
     * @param bus outlives this
     * @param region whose gateways tell each other how targets do
     */
    BusServices(
            Bus bus,
            String instance,
            String region,
            PolicyKeeper keeper,
            SharedState state,
            Limiter limiter,
            Supplier<GatewayStatus> status) {
        this.keeper = keeper;
        this.state = state;
        this.limiter = limiter;
        simulations = new SimulationAnswers(bus, this::simulated);
        reporter = new StatusReporter(bus, status);
        healthBus = new HealthBus(bus, instance, region, state.health(), state.stats(), keeper::current);
        keeper.addListener(healthBus::policyChanged);
        targetAnswers = new TargetAnswers(bus, instance, state.health());
    }

    private @Nullable SimulationAnswer simulated(SimulationRequest request) {
        PolicySnapshot policy = keeper.current();
        return policy == null
                ? null
                : new Simulation(limiter, InstantSource.system(), state.stats(), state.health()).run(policy, request);
    }

    /** Begins to report the status, at each change of policy too. */
    void startReports(BackgroundTasks thread) {
        keeper.addListener(reporter);
        thread.every(REPORT_PERIOD, reporter::report);
    }

    /** Begins to answer, and to tell of targets. */
    void start() {
        simulations.start();
        healthBus.start();
        targetAnswers.start();
    }

    /** Tells at once how this gateway is. */
    void report() {
        reporter.report();
    }

    @Override
    public void close() {
        simulations.close();
        healthBus.close();
    }
}
