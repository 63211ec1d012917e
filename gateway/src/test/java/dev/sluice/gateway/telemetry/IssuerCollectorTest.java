package dev.sluice.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.issuer.IssuerKeys;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class IssuerCollectorTest {
    @Test
    void showsTheAgeOfKeysWhereThereAreSome() throws IOException {
        CollectorRegistry prometheus = new CollectorRegistry();
        prometheus.register(new IssuerCollector(
                () -> List.of(new IssuerKeys.Standing("corp", 90.5, 2), new IssuerKeys.Standing("new", null, 7))));
        StringWriter text = new StringWriter();
        TextFormat.write004(text, prometheus.metricFamilySamples());

        assertThat(text.toString().lines())
                .contains(
                        "# TYPE sluice_token_issuer_keys_age_seconds gauge",
                        "sluice_token_issuer_keys_age_seconds{issuer=\"corp\",} 90.5",
                        "sluice_token_issuer_fetch_failures_total{issuer=\"corp\",} 2.0",
                        "sluice_token_issuer_fetch_failures_total{issuer=\"new\",} 7.0")
                .noneMatch(line -> line.startsWith("sluice_token_issuer_keys_age_seconds{issuer=\"new\""));
    }
}
