package dev.sluice.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.usage.Attempt;
import dev.sluice.contract.usage.Outcome;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.pipeline.PipelineListener;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TelemetryTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CollectorRegistry prometheus = new CollectorRegistry();
    private final Telemetry telemetry = new Telemetry(registry, prometheus);

    private static UsageRecord record(
            String account,
            int status,
            Outcome outcome,
            @Nullable Long costNanos,
            long latencyMicros,
            @Nullable Long firstTokenMicros,
            long overheadMicros) {
        return new UsageRecord(
                "i",
                1,
                2,
                "id",
                "",
                1,
                "chat.completions",
                "m",
                "m",
                "p",
                account,
                "",
                "",
                "",
                "k",
                false,
                status,
                outcome,
                "",
                Tokens.of(10, 5)
                        .withCachedInput(20)
                        .withCacheWrite(30)
                        .withCacheWrite1h(40)
                        .withReasoning(6),
                costNanos,
                false,
                latencyMicros,
                firstTokenMicros,
                overheadMicros,
                List.of(),
                "bypass",
                1,
                1,
                "",
                Map.of(),
                1);
    }

    private String scrape() {
        StringWriter text = new StringWriter();
        try {
            TextFormat.write004(text, prometheus.metricFamilySamples());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }

    @Test
    void showsAShadowUnderItsOwnModelAndAsNoRequest() {
        PipelineListener loop = telemetry.perLoop();
        loop.finished(record("a", 200, Outcome.OK, 226_800L, 1_834_221, 412_888L, 143), "m");
        loop.shadowed(new Attempt(0, "shadow", "s", "b", 200, "", Tokens.of(10, 5), 1_500_000L, 1, 9_000_000), "s");
        loop.shadowed(new Attempt(0, "shadow", "s", "b", 500, "server_error", Tokens.NONE, null, 1, 9), "s");

        assertThat(scrape().lines())
                .contains(
                        "sluice_shadows_total{model=\"s\",account=\"b\",} 2.0",
                        "sluice_cost_usd_total{model=\"s\",account=\"b\",} 0.0015",
                        "sluice_cost_usd_total{model=\"m\",account=\"a\",} 2.268E-4",
                        "gen_ai_client_token_usage_total{gen_ai_request_model=\"s\",sluice_account=\"b\",gen_ai_token_type=\"input\",} 10.0")
                .noneMatch(line -> line.startsWith("sluice_requests_seconds") && line.contains("model=\"s\""))
                .noneMatch(line -> line.startsWith("sluice_shadows_total{model=\"m\""));
    }

    @Test
    void showsWhatARequestWasInTheFormOfPrometheus() {
        telemetry.perLoop().finished(record("a", 200, Outcome.OK, 226_800L, 1_834_221, 412_888L, 143), "m");

        assertThat(scrape().lines())
                .contains(
                        "# TYPE sluice_requests_seconds histogram",
                        "# HELP sluice_requests_seconds requests, from the head to the last byte",
                        "sluice_requests_seconds_bucket{model=\"m\",account=\"a\",outcome=\"ok\",status=\"200\",le=\"1.0\",} 0.0",
                        "sluice_requests_seconds_bucket{model=\"m\",account=\"a\",outcome=\"ok\",status=\"200\",le=\"2.5\",} 1.0",
                        "sluice_requests_seconds_bucket{model=\"m\",account=\"a\",outcome=\"ok\",status=\"200\",le=\"60.0\",} 1.0",
                        "sluice_requests_seconds_bucket{model=\"m\",account=\"a\",outcome=\"ok\",status=\"200\",le=\"+Inf\",} 1.0",
                        "sluice_requests_seconds_count{model=\"m\",account=\"a\",outcome=\"ok\",status=\"200\",} 1.0",
                        "sluice_requests_seconds_sum{model=\"m\",account=\"a\",outcome=\"ok\",status=\"200\",} 1.834221",
                        "# TYPE sluice_requests_seconds_max gauge",
                        "sluice_requests_seconds_max{model=\"m\",account=\"a\",outcome=\"ok\",status=\"200\",} 1.834221",
                        "gen_ai_server_time_to_first_token_seconds_bucket{gen_ai_request_model=\"m\",sluice_account=\"a\",le=\"0.25\",} 0.0",
                        "gen_ai_server_time_to_first_token_seconds_bucket{gen_ai_request_model=\"m\",sluice_account=\"a\",le=\"0.5\",} 1.0",
                        "gen_ai_server_time_to_first_token_seconds_sum{gen_ai_request_model=\"m\",sluice_account=\"a\",} 0.412888",
                        "sluice_overhead_seconds_bucket{model=\"m\",account=\"a\",le=\"2.5E-4\",} 1.0",
                        "sluice_overhead_seconds_bucket{model=\"m\",account=\"a\",le=\"0.001\",} 1.0",
                        "sluice_overhead_seconds_bucket{model=\"m\",account=\"a\",le=\"0.005\",} 1.0",
                        "# TYPE gen_ai_client_token_usage_total counter",
                        "gen_ai_client_token_usage_total{gen_ai_request_model=\"m\",sluice_account=\"a\",gen_ai_token_type=\"input\",} 100.0",
                        "gen_ai_client_token_usage_total{gen_ai_request_model=\"m\",sluice_account=\"a\",gen_ai_token_type=\"output\",} 11.0",
                        "# TYPE sluice_cost_usd_total counter",
                        "sluice_cost_usd_total{model=\"m\",account=\"a\",} 2.268E-4");
    }

    @Test
    void addsUpTheLoopsAndKeepsDifferentRequestsApart() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            PipelineListener loop = telemetry.perLoop();
            threads.add(Thread.ofPlatform().start(() -> {
                for (int n = 0; n < 10_000; n++) {
                    loop.finished(record("a", 200, Outcome.OK, 1_000L, 10_000, 5L, 1), "m");
                    loop.finished(record("b", 200, Outcome.OK, null, 10_001, null, 1), "m");
                    loop.finished(record("", 404, Outcome.REFUSED, 0L, 7, null, 0), "other");
                    loop.finished(record("a", 429, Outcome.FAILED, 0L, 70_000_000, null, 0), "m");
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        telemetry.finished(record("a", 200, Outcome.OK, 1_000L, 10_000, 5L, 1), "m");

        assertThat(scrape().lines())
                .contains(
                        "sluice_requests_seconds_bucket{model=\"m\",account=\"a\",outcome=\"ok\",status=\"200\",le=\"0.01\",} 30001.0",
                        "sluice_requests_seconds_bucket{model=\"m\",account=\"b\",outcome=\"ok\",status=\"200\",le=\"0.01\",} 0.0",
                        "sluice_requests_seconds_bucket{model=\"m\",account=\"b\",outcome=\"ok\",status=\"200\",le=\"0.05\",} 30000.0",
                        "sluice_requests_seconds_bucket{model=\"m\",account=\"a\",outcome=\"failed\",status=\"429\",le=\"60.0\",} 0.0",
                        "sluice_requests_seconds_bucket{model=\"m\",account=\"a\",outcome=\"failed\",status=\"429\",le=\"+Inf\",} 30000.0",
                        "sluice_requests_seconds_count{model=\"other\",account=\"none\",outcome=\"refused\",status=\"404\",} 30000.0",
                        "gen_ai_server_time_to_first_token_seconds_count{gen_ai_request_model=\"m\",sluice_account=\"a\",} 30001.0",
                        "gen_ai_server_time_to_first_token_seconds_count{gen_ai_request_model=\"m\",sluice_account=\"b\",} 0.0",
                        "sluice_overhead_seconds_count{model=\"m\",account=\"a\",} 60001.0",
                        "sluice_cost_usd_total{model=\"m\",account=\"a\",} 0.030001",
                        "sluice_cost_usd_total{model=\"m\",account=\"b\",} 0.0");
    }

    @Test
    void countsWhomItTurnedAwayByReason() {
        PipelineListener loop = telemetry.perLoop();
        loop.turnedAway(new GatewayError.UnknownModel("x"));
        loop.turnedAway(new GatewayError.UnknownModel("y"));

        assertThat(registry.get("sluice.turned.away")
                        .tag("error_class", "unknown_model")
                        .counter()
                        .count())
                .isEqualTo(2.0);
    }

    @Test
    void forgetsAMaximumAfterAMinuteOrTwo() {
        AtomicLong now = new AtomicLong();
        LoopTelemetry loop = new LoopTelemetry(telemetry);
        RequestCollector collector = new RequestCollector(List.of(loop), now::get);
        loop.finished(record("a", 200, Outcome.OK, 0L, 9_000_000, null, 1), "m");
        loop.finished(record("a", 200, Outcome.OK, 0L, 1_000_000, null, 1), "m");
        List<Double> maxima = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            maxima.add(max(collector));
            now.addAndGet(50_000_000_000L);
            if (n == 2) {
                loop.finished(record("a", 200, Outcome.OK, 0L, 2_000_000, null, 1), "m");
            }
        }

        assertThat(maxima).containsExactly(9.0, 9.0, 9.0, 9.0, 9.0, 2.0);
    }

    private static double max(RequestCollector collector) {
        return collector.collect().stream()
                .filter(family -> family.name.equals("sluice_requests_seconds_max"))
                .findFirst()
                .orElseThrow()
                .samples
                .getFirst()
                .value;
    }
}
