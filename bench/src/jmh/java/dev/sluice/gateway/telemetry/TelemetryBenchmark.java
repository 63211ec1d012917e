package dev.sluice.gateway.telemetry;

import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.gateway.pipeline.PipelineListener;
import dev.sluice.gateway.usage.Requests;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CollectorRegistry;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What metrics cost a request, with eight models in use, and what a scrape of them costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TelemetryBenchmark {
    private static final int MODELS = 8;

    private final CollectorRegistry prometheus = new CollectorRegistry();
    private final PipelineListener loop = new Telemetry(new SimpleMeterRegistry(), prometheus).perLoop();
    private final UsageRecord record = Requests.served(7);
    private final String[] models = new String[MODELS];
    private int next;

    public TelemetryBenchmark() {
        for (int n = 0; n < MODELS; n++) {
            models[n] = "openai/gpt-" + n;
        }
    }

    @Benchmark
    public void finished() {
        next = (next + 1) % MODELS;
        loop.finished(record, models[next]);
    }

    @Benchmark
    public List<MetricFamilySamples> scrape() {
        finished();
        return Collections.list(prometheus.metricFamilySamples());
    }
}
