package dev.sluice.gateway.telemetry;

import dev.sluice.gateway.issuer.IssuerKeys;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.function.Supplier;

/** How old the keys of each issuer are, and how often fetching them failed. */
final class IssuerCollector extends Collector {
    private static final List<String> LABELS = List.of("issuer");

    private final Supplier<List<IssuerKeys.Standing>> standings;

    IssuerCollector(Supplier<List<IssuerKeys.Standing>> standings) {
        this.standings = standings;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        GaugeMetricFamily age = new GaugeMetricFamily(
                "sluice_token_issuer_keys_age_seconds", "since the keys of an issuer were fetched", LABELS);
        CounterMetricFamily failures = new CounterMetricFamily(
                "sluice_token_issuer_fetch_failures", "fetches of an issuer's keys that failed", LABELS);
        for (IssuerKeys.Standing standing : standings.get()) {
            List<String> labels = List.of(standing.issuer());
            if (standing.ageSeconds() != null) {
                age.addMetric(labels, standing.ageSeconds());
            }
            failures.addMetric(labels, (double) standing.failures());
        }
        return List.of(age, failures);
    }
}
