package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.usage.Attempt;
import dev.sluice.testkit.FakeProvider;
import dev.sluice.testkit.Script;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A provider that hangs, and has all that one target may have of what the gateway may have in flight. */
@Timeout(60)
class FullTargetTest {
    private static final int MOST = 8;
    private static final int MOST_OF_ONE = MOST / 2;

    private final Vertx vertx = Vertx.vertx();
    private final FakeProvider one = FakeProvider.start(vertx);
    private final FakeProvider two = FakeProvider.start(vertx);
    private final HttpClient client = HttpClient.newHttpClient();
    private RunningGateway gateway;
    private List<CompletableFuture<HttpResponse<String>>> hung;

    private static String account(String name, FakeProvider provider) {
        return """
                kind: ProviderAccount
                metadata: {name: %1$s}
                spec: {provider: openai-compatible, baseUrl: "%2$s", allowPrivateNetwork: true,
                       credentials: [{name: primary, secret: {value: upstream-secret}}]}
                ---
                kind: Model
                metadata: {name: %1$s/*}
                spec: {account: %1$s, upstream: "*"}
                ---
                """.formatted(name, provider.baseUrl());
    }

    private static String virtual(String name, String spec) {
        return """
                kind: VirtualModel
                metadata: {name: %s}
                spec: {strategy: {type: priority}, targets: [{model: one/m}, {model: two/m, priority: 1}]%s}
                ---
                """.formatted(name, spec);
    }

    @BeforeEach
    void hang(@TempDir Path directory) throws IOException {
        String manifests = account("one", one)
                + account("two", two)
                + virtual("v", "")
                + virtual("choosy", ", fallback: {on: [server_error]}")
                + """
                kind: ServiceAccount
                metadata: {name: bot}
                spec: {}
                ---
                kind: AccessRule
                metadata: {name: all}
                spec: {subjects: ["*"], models: ["*"]}
                ---
                kind: ApiKey
                metadata: {name: bot-key}
                spec: {owner: "serviceAccount:bot", models: ["*"], secret: {sha256: %s}}
                """.formatted(KeyFormat.sha256(Manifest.KEY));
        gateway = RunningGateway.with(
                vertx,
                Map.of(
                        "SLUICE_POLICY_FILE",
                        Files.writeString(directory.resolve("policy.yaml"), manifests)
                                .toString(),
                        "SLUICE_MAX_IN_FLIGHT",
                        Integer.toString(MOST),
                        "SLUICE_MAX_IN_FLIGHT_PER_TARGET",
                        Integer.toString(MOST_OF_ONE)));
        RunningGateway.await(() -> gateway.gateway().isReady());
        one.otherwise(Script.silence());
        two.otherwise(Script.json(200, "{\"choices\":[]}"));
        hung = IntStream.range(0, MOST_OF_ONE)
                .mapToObj(n -> send(n % 2 == 0 ? "v" : "one/other"))
                .toList();
        RunningGateway.await(() -> one.requests().size() == MOST_OF_ONE);
    }

    @AfterEach
    void stop() {
        hung.forEach(call -> call.cancel(true));
        gateway.close();
        one.close();
        two.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private CompletableFuture<HttpResponse<String>> send(String model) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                        .header("authorization", "Bearer " + Manifest.KEY)
                        .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + model + "\",\"messages\":[]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private List<Attempt> attempts(HttpResponse<String> response) {
        return gateway.record(header(response, "x-request-id")).attempts();
    }

    @Test
    void leavesItsRequestsToTheNextTarget() {
        for (int n = 0; n < 2 * MOST; n++) {
            HttpResponse<String> response = send("v").join();

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(header(response, "x-sluice-model")).isEqualTo("two/m");
            assertThat(attempts(response)).extracting(Attempt::errorClass).containsExactly("overloaded", "");
            assertThat(attempts(response)).extracting(Attempt::kind).containsExactly("primary", "fallback");
        }
        assertThat(one.requests()).hasSize(MOST_OF_ONE);
        assertThat(gateway.gateway().load().shed()).isZero();
    }

    @Test
    void isSaidWhenNoTargetIsLeft() {
        for (String model : List.of("one/m", "choosy")) {
            HttpResponse<String> refused = send(model).join();

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(header(refused, "retry-after")).isEqualTo("1");
            assertThat(header(refused, "x-sluice-shed")).isEqualTo("target");
            assertThat(refused.body()).contains("too many requests at once to this provider");
            assertThat(gateway.record(header(refused, "x-request-id")).errorClass())
                    .isEqualTo("shed");
            assertThat(attempts(refused)).extracting(Attempt::errorClass).containsExactly("overloaded");
        }
        assertThat(gateway.gateway().load().shed()).isEqualTo(2);
        assertThat(one.requests()).hasSize(MOST_OF_ONE);
        assertThat(send("two/m").join().statusCode()).isEqualTo(200);
    }

    @Test
    void isAskedAgainWhenItsCallsHaveEnded() {
        hung.forEach(call -> call.cancel(true));
        RunningGateway.await(() -> gateway.gateway().load().inFlight() == 0);
        one.otherwise(Script.json(200, "{\"choices\":[]}"));

        for (int n = 0; n < 2 * MOST; n++) {
            HttpResponse<String> response = send("v").join();

            assertThat(header(response, "x-sluice-model")).isEqualTo("one/m");
        }
    }
}
