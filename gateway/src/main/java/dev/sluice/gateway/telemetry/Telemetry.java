package dev.sluice.gateway.telemetry;

import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.pipeline.Load;
import dev.sluice.gateway.pipeline.PipelineListener;
import dev.sluice.gateway.policy.PolicyKeeper;
import dev.sluice.gateway.usage.UsageRecorder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Metrics of requests, policy and usage. Label values come from policy alone, so their number is bounded; meters are
 * looked up once per combination.
 */
@ApplicationScoped
public class Telemetry implements PipelineListener {
    private final MeterRegistry registry;
    private final Map<Labels, Meters> byLabels = new ConcurrentHashMap<>();
    private final Map<String, Counter> turnedAway = new ConcurrentHashMap<>();

    private record Labels(String model, String account, String outcome, int status) {}

    private record Meters(
            Timer duration, Timer firstToken, Timer overhead, Counter input, Counter output, Counter cost) {}

    Telemetry(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void turnedAway(GatewayError error) {
        turnedAway
                .computeIfAbsent(
                        error.errorClass(),
                        name -> Counter.builder("sluice.turned.away")
                                .description("requests of nobody known")
                                .tag("error_class", name)
                                .register(registry))
                .increment();
    }

    @Override
    public void finished(UsageRecord record, String model) {
        Labels labels = new Labels(
                model,
                record.account().isEmpty() ? "none" : record.account(),
                record.outcome().wireName(),
                record.status());
        Meters meters = byLabels.computeIfAbsent(labels, this::register);
        meters.duration.record(record.latencyMicros(), TimeUnit.MICROSECONDS);
        meters.overhead.record(record.overheadMicros(), TimeUnit.MICROSECONDS);
        Long first = record.firstTokenMicros();
        if (first != null) {
            meters.firstToken.record(first, TimeUnit.MICROSECONDS);
        }
        meters.input.increment((double) record.tokens().allInput());
        meters.output.increment(
                (double) record.tokens().output() + record.tokens().reasoning());
        Long nanos = record.costNanos();
        if (nanos != null) {
            meters.cost.increment(nanos / 1e9);
        }
    }

    private Meters register(Labels labels) {
        String[] tags = {
            "model", labels.model,
            "account", labels.account,
            "outcome", labels.outcome,
            "status", Integer.toString(labels.status)
        };
        return new Meters(
                Timer.builder("sluice.requests")
                        .description("requests, from the head to the last byte")
                        .tags(tags)
                        .serviceLevelObjectives(buckets())
                        .register(registry),
                Timer.builder("gen_ai.server.time_to_first_token")
                        .description("from the head of the request to the first content to the client")
                        .tags("gen_ai.request.model", labels.model, "sluice.account", labels.account)
                        .serviceLevelObjectives(buckets())
                        .register(registry),
                Timer.builder("sluice.overhead")
                        .description("the gateway's own share of a request")
                        .tags("model", labels.model, "account", labels.account)
                        .serviceLevelObjectives(Duration.ofNanos(250_000), Duration.ofMillis(1), Duration.ofMillis(5))
                        .register(registry),
                tokens(labels, "input"),
                tokens(labels, "output"),
                Counter.builder("sluice.cost.usd")
                        .description("what requests cost, in dollars")
                        .tags("model", labels.model, "account", labels.account)
                        .register(registry));
    }

    private Counter tokens(Labels labels, String type) {
        return Counter.builder("gen_ai.client.token.usage")
                .description("tokens of requests")
                .tags("gen_ai.request.model", labels.model, "sluice.account", labels.account, "gen_ai.token.type", type)
                .register(registry);
    }

    private static Duration[] buckets() {
        return new Duration[] {
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofMillis(2500),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60)
        };
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

    private static double revision(PolicyKeeper keeper) {
        PolicySnapshot policy = keeper.current();
        return policy == null ? 0 : policy.revision();
    }
}
