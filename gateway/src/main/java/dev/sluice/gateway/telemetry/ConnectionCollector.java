package dev.sluice.gateway.telemetry;

import dev.sluice.gateway.connection.Connections;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;

/** How many clients are connected, and which were not let be. */
final class ConnectionCollector extends Collector {
    private final Connections connections;

    ConnectionCollector(Connections connections) {
        this.connections = connections;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        return List.of(
                new GaugeMetricFamily("sluice_connections", "clients' connections", connections.open()),
                new CounterMetricFamily(
                        "sluice_connections_refused", "connections that were one too many", connections.refused()),
                new CounterMetricFamily(
                        "sluice_connections_timed_out",
                        "connections ended because a request took too long to come",
                        connections.timedOut()));
    }
}
