package dev.sluice.gateway.telemetry;

import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.health.TargetReading;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;

/** How targets stand, and how often they were asked again. */
final class TargetCollector extends Collector {
    private final TargetHealth health;

    TargetCollector(TargetHealth health) {
        this.health = health;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        GaugeMetricFamily state = new GaugeMetricFamily(
                "sluice_target_state",
                "0 closed, 1 half-open, 2 open, 3 resting",
                List.of("model", "account", "credential"));
        for (TargetReading reading : health.readings()) {
            state.addMetric(
                    List.of(
                            reading.key().model(),
                            reading.key().account(),
                            reading.key().credential()),
                    number(reading.state()));
        }
        CounterMetricFamily retries = new CounterMetricFamily(
                "sluice_retries", "further tries at the same target", List.of("model", "account"));
        CounterMetricFamily exhausted = new CounterMetricFamily(
                "sluice_retry_budget_exhausted",
                "further tries that were not made because there had been too many",
                List.of("model", "account"));
        for (TargetHealth.Retries of : health.retries()) {
            retries.addMetric(List.of(of.model(), of.account()), (double) of.made());
            exhausted.addMetric(List.of(of.model(), of.account()), (double) of.refused());
        }
        return List.of(state, retries, exhausted);
    }

    private static double number(TargetHealth.State state) {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
            case RESTING -> 3;
        };
    }
}
