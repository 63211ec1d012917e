package dev.sluice.gateway.telemetry;

import dev.sluice.gateway.pipeline.PipelineListener;

/** The same telemetry on a registry that nobody reads, for requests that are not the product's. */
public final class Unseen {
    private Unseen() {}

    @SuppressWarnings("deprecation") // the registry that Quarkus uses
    public static PipelineListener telemetry() {
        return new Telemetry(new io.micrometer.prometheus.PrometheusMeterRegistry(
                io.micrometer.prometheus.PrometheusConfig.DEFAULT));
    }
}
