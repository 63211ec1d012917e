package dev.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.sluice.e2e.product.Waiting;
import dev.sluice.embedded.EmbeddedNats;
import dev.sluice.embedded.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on one NATS, and a provider that tells one of them to come back in five seconds. */
@Tag("faults")
class ThrottledProviderTest {
    private static final int RETRY_AFTER = 5;
    private static final Duration TOLD_WITHIN = Duration.ofMillis(500);
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(20);
    private static final byte[] SLOW_DOWN =
            "{\"error\":{\"message\":\"slow down\",\"code\":\"rate_limit_exceeded\"}}".getBytes(StandardCharsets.UTF_8);

    private static final String VIRTUAL = """
            kind: VirtualModel
            metadata: {name: %1$s-first}
            spec: {strategy: {type: priority}, targets: [{model: %1$s}, {model: spare, priority: 1}]}
            ---
            """;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path directory;

    private volatile boolean throttled;

    private void limited(HttpExchange exchange) throws IOException {
        if (throttled) {
            slowDown(exchange, RETRY_AFTER);
        } else {
            StandIn.whole(exchange);
        }
    }

    private static void slowDown(HttpExchange exchange, int seconds) throws IOException {
        exchange.getResponseHeaders().set("retry-after", Integer.toString(seconds));
        StandIn.json(exchange, 429, SLOW_DOWN);
    }

    /** @return the model that answered */
    private String ask(RestartableGateway gateway, String model) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .timeout(Duration.ofSeconds(10))
                .header("authorization", "Bearer " + PolicyFile.KEY)
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + model + "\",\"messages\":[]}"))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.headers().firstValue("x-sluice-model").orElse("");
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }

    @Test
    void isSparedByTheOtherGatewayTooAndBackInTime() throws Exception {
        try (EmbeddedNats nats = EmbeddedNats.start(Settings.in(directory.resolve("nats")));
                StandIn limited = new StandIn(this::limited);
                StandIn canary = new StandIn(exchange -> slowDown(exchange, 1));
                StandIn spare = new StandIn(StandIn::whole)) {
            Map<String, StandIn> providers = Map.of("limited", limited, "canary", canary, "spare", spare);
            String more = VIRTUAL.formatted("limited") + VIRTUAL.formatted("canary");
            Map<String, String> settings =
                    new HashMap<>(PolicyFile.settings(PolicyFile.write(directory, providers, more)));
            settings.put("SLUICE_NATS_URL", nats.url());
            settings.put("SLUICE_KEK", Base64.getEncoder().encodeToString(new byte[32]));
            try (RestartableGateway first = new RestartableGateway(directory, "first", settings);
                    RestartableGateway second = new RestartableGateway(directory, "second", settings)) {
                awaitThatTheyHearEachOther(first, second, canary);
                throttle(first, second, limited);
            }
        }
    }

    private void awaitThatTheyHearEachOther(RestartableGateway first, RestartableGateway second, StandIn canary) {
        Waiting.until(Duration.ofSeconds(60), "the gateways to hear each other", () -> {
            int before = canary.asked();
            ask(first, "canary-first");
            Pause.of(Duration.ofMillis(300));
            int asked = canary.asked();
            ask(second, "canary-first");
            boolean heard = asked > before && canary.asked() == asked;
            Pause.of(Duration.ofMillis(1_500)); // until neither has to wait
            return heard;
        });
    }

    private void throttle(RestartableGateway first, RestartableGateway second, StandIn limited) throws Exception {
        assertThat(ask(first, "limited-first")).isEqualTo("limited");
        assertThat(ask(second, "limited-first")).isEqualTo("limited");
        int before = limited.asked();
        throttled = true;
        assertThat(ask(first, "limited-first")).isEqualTo("spare");
        long refused = System.nanoTime();

        Pause.of(TOLD_WITHIN);
        int calls = 0;
        while (millisSince(refused) < RETRY_AFTER * 1000L - 500) {
            assertThat(ask(second, "limited-first")).isEqualTo("spare");
            calls++;
            Pause.of(BETWEEN_CALLS);
        }
        int ownTries = limited.asked() - before - 1;
        throttled = false;
        while (!ask(second, "limited-first").equals("limited")) {
            assertThat(millisSince(refused)).isLessThan(10_000);
            Pause.of(BETWEEN_CALLS);
        }
        long back = millisSince(refused);
        boolean firstToo = ask(first, "limited-first").equals("limited");
        System.out.printf(
                "retry-after %d s told to one gateway: %d calls of the other after %d ms, %d of them tried the provider;"
                        + " back after %d ms%n",
                RETRY_AFTER, calls, TOLD_WITHIN.toMillis(), ownTries, back);

        assertThat(ownTries).isZero();
        assertThat(back).isLessThan(RETRY_AFTER * 1000L + 1_000);
        assertThat(firstToo).isTrue();
    }
}
