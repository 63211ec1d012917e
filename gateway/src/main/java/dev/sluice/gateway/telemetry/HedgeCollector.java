package dev.sluice.gateway.telemetry;

import dev.sluice.gateway.hedge.HedgeBudgets;
import dev.sluice.gateway.hedge.HedgeReading;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import java.util.List;

/** What second attempts beside late ones did and cost, by virtual model. */
final class HedgeCollector extends Collector {
    private static final double DOLLARS = 1e-9;

    private final HedgeBudgets hedges;

    HedgeCollector(HedgeBudgets hedges) {
        this.hedges = hedges;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        List<String> label = List.of("model");
        var started = new CounterMetricFamily("sluice_hedges", "attempts beside one that was late", label);
        var won = new CounterMetricFamily("sluice_hedges_won", "those that answered the client", label);
        var refused = new CounterMetricFamily("sluice_hedges_refused", "those that would have cost too much", label);
        var cost = new CounterMetricFamily("sluice_hedge_cost_usd", "cost of answers nobody got, in dollars", label);
        for (HedgeReading reading : hedges.readings()) {
            List<String> model = List.of(reading.virtualModel());
            started.addMetric(model, (double) reading.started());
            won.addMetric(model, (double) reading.won());
            refused.addMetric(model, (double) reading.refused());
            cost.addMetric(model, reading.costNanos() * DOLLARS);
        }
        return List.of(started, won, refused, cost);
    }
}
