package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.usage.Attempt;
import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.testkit.FakeProvider;
import dev.sluice.testkit.Script;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that dies, or goes silent, while it has 200 streams; another one is well. */
class DyingProviderTest {
    private static final int BEGUN = 100;
    private static final int WAITING = 100;
    private static final String USAGE = "{\"prompt_tokens\":10,\"completion_tokens\":2,\"total_tokens\":12}";
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final Duration SLACK = Duration.ofSeconds(3);

    private final HttpClient client = HttpClient.newHttpClient();

    private static String manifests(FakeProvider one, FakeProvider two) {
        return account("one", one) + account("two", two) + """
                kind: VirtualModel
                metadata: {name: v}
                spec: {strategy: {type: priority}, targets: [{model: one/m}, {model: two/m, priority: 1}]}
                ---
                kind: ServiceAccount
                metadata: {name: bot}
                spec: {}
                ---
                kind: AccessRule
                metadata: {name: bot}
                spec: {subjects: ["serviceAccount:bot"], models: [v]}
                ---
                kind: ApiKey
                metadata: {name: bot-key}
                spec: {owner: "serviceAccount:bot", models: ["*"], secret: {sha256: %s}}
                """.formatted(KeyFormat.sha256(Manifest.KEY));
    }

    private static String account(String name, FakeProvider provider) {
        return """
                kind: ProviderAccount
                metadata: {name: %1$s}
                spec: {provider: openai-compatible, baseUrl: "%2$s", allowPrivateNetwork: true,
                       credentials: [{name: primary, secret: {value: upstream-secret}}],
                       timeouts: {connect: 1s, firstToken: 20s, idle: %3$ds, total: 1m}}
                ---
                kind: Model
                metadata: {name: %1$s/m}
                spec: {account: %1$s, upstream: up, price: {input: "1", output: "1"}}
                ---
                """.formatted(name, provider.baseUrl(), IDLE.toSeconds());
    }

    private CompletableFuture<HttpResponse<String>> stream(RunningGateway gateway) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                        .header("authorization", "Bearer " + Manifest.KEY)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"model\":\"v\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private List<CompletableFuture<HttpResponse<String>>> streams(RunningGateway gateway, int count) {
        return Stream.generate(() -> stream(gateway)).limit(count).toList();
    }

    @Test
    void streamsThatHaveNotBegunMoveAndTheOthersEndInOrder(@TempDir Path directory) throws Exception {
        Vertx vertx = Vertx.vertx();
        FakeProvider one = FakeProvider.start(vertx);
        FakeProvider two = FakeProvider.start(vertx);
        two.otherwise(Script.answer(USAGE, "second"));
        try (RunningGateway gateway = RunningGateway.alone(vertx, directory, manifests(one, two))) {
            one.otherwise(Script.answer(USAGE, "begun").cutAt(2, new Script.Step.Hang()));
            var begun = streams(gateway, BEGUN);
            RunningGateway.await(() -> one.requests().size() == BEGUN);
            one.otherwise(Script.silence());
            var waiting = streams(gateway, WAITING);
            RunningGateway.await(() -> one.requests().size() == BEGUN + WAITING);

            long death = System.nanoTime();
            one.close();
            for (var each : waiting) {
                isMoved(each.join(), gateway);
            }
            for (var each : begun) {
                isEndedInOrder(each.join(), gateway, "stream_interrupted");
            }

            assertThat(Duration.ofNanos(System.nanoTime() - death)).isLessThan(IDLE.plus(SLACK));
            assertThat(gateway.gateway().load().inFlight()).isZero();
            assertThat(two.requests()).hasSize(WAITING);
        } finally {
            two.close();
            vertx.close();
        }
    }

    @Test
    void streamsOfAProviderThatGoesSilentEndWithTheIdleTimeout(@TempDir Path directory) throws Exception {
        Vertx vertx = Vertx.vertx();
        FakeProvider one = FakeProvider.start(vertx);
        FakeProvider two = FakeProvider.start(vertx);
        try (RunningGateway gateway = RunningGateway.alone(vertx, directory, manifests(one, two))) {
            one.otherwise(Script.answer(USAGE, "begun").cutAt(2, new Script.Step.Hang()));
            long silence = System.nanoTime();
            var begun = streams(gateway, BEGUN + WAITING);

            for (var each : begun) {
                isEndedInOrder(each.join(), gateway, "timeout_idle");
            }

            assertThat(Duration.ofNanos(System.nanoTime() - silence)).isBetween(IDLE, IDLE.plus(SLACK));
            assertThat(two.requests()).isEmpty();
        } finally {
            one.close();
            two.close();
            vertx.close();
        }
    }

    private static void isMoved(HttpResponse<String> response, RunningGateway gateway) {
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("second")
                .endsWith("data: [DONE]\n\n")
                .doesNotContain("\"error\"");
        UsageRecord record = record(response, gateway);
        assertThat(record.attempts()).extracting(Attempt::errorClass).containsExactly("connection", "");
        assertThat(record.attempts().getLast().tokens().output()).isEqualTo(2);
    }

    private static void isEndedInOrder(HttpResponse<String> response, RunningGateway gateway, String errorClass) {
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("begun")
                .containsOnlyOnce("\"error\"")
                .doesNotContain("[DONE]")
                .doesNotContain("second");
        UsageRecord record = record(response, gateway);
        assertThat(record.attempts()).extracting(Attempt::errorClass).containsExactly(errorClass);
        assertThat(record.tokens().output()).as("tokens so far").isPositive();
        assertThat(record.costNanos()).isPositive();
    }

    private static UsageRecord record(HttpResponse<String> response, RunningGateway gateway) {
        return gateway.record(response.headers().firstValue("x-request-id").orElseThrow());
    }
}
