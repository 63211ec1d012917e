package dev.sluice.gateway.telemetry;

import dev.sluice.contract.usage.Outcome;
import dev.sluice.gateway.telemetry.LatencyHistogram.Sum;
import dev.sluice.gateway.telemetry.TargetCounts.Ended;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Adds up what the event loops counted, whenever Prometheus asks. */
final class RequestCollector extends Collector {
    /** How long a maximum is shown, at least; at most twice as long. */
    private static final long MAX_WINDOW_NANOS = 60_000_000_000L;

    private static final double NANOS_PER_UNIT = 1e9;

    private final List<LoopTelemetry> loops;
    private final LongSupplier nanoTime;
    private long turnedAt;

    private record Target(String model, String account) {}

    private record Result(Target target, Outcome outcome, int status) {}

    /** Sums over the loops. */
    private static final class Sums {
        final Sum firstToken = new Sum(LatencyHistogram.REQUEST_BOUNDS);
        final Sum overhead = new Sum(LatencyHistogram.OVERHEAD_BOUNDS);
        long input;
        long output;
        long costNanos;
        long shadows;
    }

    /** @param loops may grow */
    RequestCollector(List<LoopTelemetry> loops, LongSupplier nanoTime) {
        this.loops = loops;
        this.nanoTime = nanoTime;
        turnedAt = nanoTime.getAsLong();
    }

    @Override
    public synchronized List<MetricFamilySamples> collect() {
        Map<Target, Sums> targets = new LinkedHashMap<>();
        Map<Result, Sum> results = new LinkedHashMap<>();
        boolean turn = nanoTime.getAsLong() - turnedAt > MAX_WINDOW_NANOS;
        for (LoopTelemetry loop : loops) {
            for (TargetCounts counts : loop.targets()) {
                add(counts, targets, results);
                if (turn) {
                    turn(counts);
                }
            }
        }
        if (turn) {
            turnedAt = nanoTime.getAsLong();
        }
        return families(targets, results);
    }

    private static void add(TargetCounts counts, Map<Target, Sums> targets, Map<Result, Sum> results) {
        Target target = new Target(counts.model, counts.account);
        Sums sums = targets.computeIfAbsent(target, _ -> new Sums());
        sums.firstToken.add(counts.firstToken);
        sums.overhead.add(counts.overhead);
        sums.input += counts.input.getOpaque();
        sums.output += counts.output.getOpaque();
        sums.costNanos += counts.costNanos.getOpaque();
        sums.shadows += counts.shadows.getOpaque();
        for (Ended ended = counts.ended(); ended != null; ended = ended.next) {
            results.computeIfAbsent(
                            new Result(target, ended.outcome, ended.status),
                            _ -> new Sum(LatencyHistogram.REQUEST_BOUNDS))
                    .add(ended.duration);
        }
    }

    private static void turn(TargetCounts counts) {
        counts.firstToken.turnMax();
        counts.overhead.turnMax();
        for (Ended ended = counts.ended(); ended != null; ended = ended.next) {
            ended.duration.turnMax();
        }
    }

    private static List<MetricFamilySamples> families(Map<Target, Sums> targets, Map<Result, Sum> results) {
        HistogramFamily requests = new HistogramFamily(
                "sluice_requests_seconds",
                "requests, from the head to the last byte",
                List.of("model", "account", "outcome", "status"));
        results.forEach((result, sum) -> requests.add(
                List.of(
                        result.target.model,
                        result.target.account,
                        result.outcome.wireName(),
                        Integer.toString(result.status)),
                sum));
        HistogramFamily firstToken = new HistogramFamily(
                "gen_ai_server_time_to_first_token_seconds",
                "from the head of the request to the first content to the client",
                List.of("gen_ai_request_model", "sluice_account"));
        HistogramFamily overhead = new HistogramFamily(
                "sluice_overhead_seconds", "the gateway's own share of a request", List.of("model", "account"));
        CounterMetricFamily tokens = new CounterMetricFamily(
                "gen_ai_client_token_usage",
                "tokens of requests",
                List.of("gen_ai_request_model", "sluice_account", "gen_ai_token_type"));
        CounterMetricFamily cost = new CounterMetricFamily(
                "sluice_cost_usd", "what requests cost, in dollars", List.of("model", "account"));
        CounterMetricFamily shadows = new CounterMetricFamily(
                "sluice_shadows", "requests beside those that answer the client", List.of("model", "account"));
        targets.forEach((target, sums) -> {
            List<String> labels = List.of(target.model, target.account);
            firstToken.add(labels, sums.firstToken);
            overhead.add(labels, sums.overhead);
            tokens.addMetric(List.of(target.model, target.account, "input"), (double) sums.input);
            tokens.addMetric(List.of(target.model, target.account, "output"), (double) sums.output);
            cost.addMetric(labels, sums.costNanos / NANOS_PER_UNIT);
            if (sums.shadows > 0) {
                shadows.addMetric(labels, (double) sums.shadows);
            }
        });
        return List.of(
                requests.histogram(),
                requests.max(),
                firstToken.histogram(),
                firstToken.max(),
                overhead.histogram(),
                overhead.max(),
                tokens,
                cost,
                shadows);
    }
}
