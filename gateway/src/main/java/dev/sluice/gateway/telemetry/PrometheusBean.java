package dev.sluice.gateway.telemetry;

import io.prometheus.client.CollectorRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The one registry of what Prometheus is shown. The framework's default is another one for each who asks. */
@Singleton
final class PrometheusBean {
    @Produces
    @Singleton
    CollectorRegistry registry() {
        return new CollectorRegistry(true);
    }
}
