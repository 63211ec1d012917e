package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As what metrics count requests for which nobody was asked. */
class RefusedLabelsTest {
    private static final String RULES = """
            ---
            kind: VirtualModel
            metadata: {name: smart}
            spec: {targets: [{model: fake/chat}]}
            ---
            kind: AccessRule
            metadata: {name: smart}
            spec: {subjects: ["team:research"], models: [smart]}
            ---
            kind: RateLimit
            metadata: {name: none}
            spec: {limits: [{unit: requests, amount: 0, window: 1m}]}
            """;

    @Test
    void areNamesThatPolicyKnows(@TempDir Path directory) throws Exception {
        Vertx vertx = Vertx.vertx();
        try (RunningGateway gateway =
                RunningGateway.alone(vertx, directory, Manifest.of("http://127.0.0.1:9/v1") + RULES)) {
            assertThat(ask(gateway, "fake/chat")).isEqualTo(429);
            assertThat(ask(gateway, "any/thing-" + System.nanoTime())).isEqualTo(429);
            assertThat(ask(gateway, "smart")).isEqualTo(429);
            assertThat(ask(gateway, "nobody/knows-this")).isEqualTo(404);

            RunningGateway.await(() -> gateway.records().size() == 4);
            assertThat(gateway.labels()).containsExactly("fake/chat", "any/*", "smart", "other");
        } finally {
            vertx.close();
        }
    }

    private static int ask(RunningGateway gateway, String model) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .header("authorization", "Bearer " + Manifest.KEY)
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + model + "\",\"messages\":[]}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }
}
