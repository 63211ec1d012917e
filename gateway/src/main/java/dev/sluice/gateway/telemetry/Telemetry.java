package dev.sluice.gateway.telemetry;

import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.usage.Attempt;
import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.gateway.connection.Connections;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.hedge.HedgeBudgets;
import dev.sluice.gateway.issuer.IssuerKeys;
import dev.sluice.gateway.pipeline.Load;
import dev.sluice.gateway.pipeline.PipelineListener;
import dev.sluice.gateway.policy.PolicyKeeper;
import dev.sluice.gateway.usage.UsageRecorder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.prometheus.client.CollectorRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Metrics of requests, policy and usage. Label values come from policy alone, so their number is bounded. What every
 * request adds to is kept per event loop ({@link LoopTelemetry}); what is rare is Micrometer's.
 */
@ApplicationScoped
public class Telemetry implements PipelineListener {
    static final String NO_ACCOUNT = "none";

    private final MeterRegistry registry;
    private final CollectorRegistry prometheus;
    private final List<LoopTelemetry> loops = new CopyOnWriteArrayList<>();
    private final LoopTelemetry others = new LoopTelemetry(this);
    private final Map<String, Counter> turnedAway = new ConcurrentHashMap<>();

    /** @param prometheus where the registry's meters are shown too */
    Telemetry(MeterRegistry registry, CollectorRegistry prometheus) {
        this.registry = registry;
        this.prometheus = prometheus;
        loops.add(others);
        prometheus.register(new RequestCollector(loops, System::nanoTime));
    }

    @Override
    public PipelineListener perLoop() {
        LoopTelemetry loop = new LoopTelemetry(this);
        loops.add(loop);
        return loop;
    }

    @Override
    public void turnedAway(GatewayError error) {
        Counter counter = turnedAway.get(error.errorClass());
        if (counter == null) {
            counter = turnedAway.computeIfAbsent(error.errorClass(), this::turnedAway);
        }
        counter.increment();
    }

    private Counter turnedAway(String errorClass) {
        return Counter.builder("sluice.turned.away")
                .description("requests of nobody known")
                .tag("error_class", errorClass)
                .register(registry);
    }

    /** From any thread; an event loop tells its own listener instead. */
    @Override
    public void finished(UsageRecord record, String model) {
        synchronized (others) {
            others.finished(record, model);
        }
    }

    @Override
    public void shadowed(Attempt attempt, String model) {
        synchronized (others) {
            others.shadowed(attempt, model);
        }
    }

    /** Shows the state of a gateway: what is in flight, what waits on the ring, which policy is in force. */
    public void observe(Load load, UsageRecorder recorder, PolicyKeeper keeper) {
        Gauge.builder("sluice.requests.in.flight", load, Load::inFlight).register(registry);
        Gauge.builder("sluice.streams", load, Load::streams).register(registry);
        Gauge.builder("sluice.usage.waiting.records", recorder, r -> r.ring().waitingRecords())
                .register(registry);
        Gauge.builder("sluice.usage.waiting.bytes", recorder, r -> r.ring().waitingBytes())
                .register(registry);
        FunctionCounter.builder("sluice.usage.accepted", recorder, UsageRecorder::accepted)
                .register(registry);
        FunctionCounter.builder("sluice.usage.dropped", recorder, UsageRecorder::dropped)
                .register(registry);
        Gauge.builder("sluice.policy.revision", keeper, Telemetry::revision).register(registry);
        Timer propagation = Timer.builder("sluice.policy.propagation")
                .description("from the commit of a change to its being in force here")
                .serviceLevelObjectives(
                        Duration.ofMillis(50), Duration.ofMillis(250), Duration.ofMillis(1000), Duration.ofSeconds(5))
                .register(registry);
        keeper.addListener(_ -> propagation.record(keeper.lagMillis(), TimeUnit.MILLISECONDS));
    }

    /** Shows how it stands with the keys of issuers. */
    public void observe(IssuerKeys keys) {
        prometheus.register(new IssuerCollector(keys::standings));
    }

    /** Shows how targets stand. */
    public void observe(TargetHealth health) {
        prometheus.register(new TargetCollector(health));
    }

    /** Shows what second attempts beside late ones did and cost. */
    public void observe(HedgeBudgets hedges) {
        prometheus.register(new HedgeCollector(hedges));
    }

    /** Shows how many clients are connected. */
    public void observe(Connections connections) {
        prometheus.register(new ConnectionCollector(connections));
    }

    private static double revision(PolicyKeeper keeper) {
        PolicySnapshot policy = keeper.current();
        return policy == null ? 0 : policy.revision();
    }
}
