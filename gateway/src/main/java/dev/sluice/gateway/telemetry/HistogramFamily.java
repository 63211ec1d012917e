package dev.sluice.gateway.telemetry;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.util.ArrayList;
import java.util.List;

/** A metric with buckets and a maximum, as Prometheus reads it, in seconds. */
final class HistogramFamily {
    private static final double MICROS_PER_SECOND = 1e6;

    private final String name;
    private final String help;
    private final List<String> labels;
    private final List<String> labelsAndBound;
    private final List<Sample> samples = new ArrayList<>();
    private final List<Sample> maxima = new ArrayList<>();

    HistogramFamily(String name, String help, List<String> labels) {
        this.name = name;
        this.help = help;
        this.labels = labels;
        labelsAndBound = with(labels, "le");
    }

    void add(List<String> values, LatencyHistogram.Sum sum) {
        long count = 0;
        for (int bucket = 0; bucket < sum.counts.length; bucket++) {
            count += sum.counts[bucket];
            double bound =
                    bucket < sum.bounds.length ? sum.bounds[bucket] / MICROS_PER_SECOND : Double.POSITIVE_INFINITY;
            samples.add(new Sample(
                    name + "_bucket", labelsAndBound, with(values, Collector.doubleToGoString(bound)), count));
        }
        samples.add(new Sample(name + "_count", labels, values, count));
        samples.add(new Sample(name + "_sum", labels, values, sum.micros / MICROS_PER_SECOND));
        maxima.add(new Sample(name + "_max", labels, values, sum.maxMicros / MICROS_PER_SECOND));
    }

    private static List<String> with(List<String> list, String last) {
        List<String> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }

    MetricFamilySamples histogram() {
        return new MetricFamilySamples(name, Collector.Type.HISTOGRAM, help, samples);
    }

    MetricFamilySamples max() {
        return new MetricFamilySamples(name + "_max", Collector.Type.GAUGE, help, maxima);
    }
}
