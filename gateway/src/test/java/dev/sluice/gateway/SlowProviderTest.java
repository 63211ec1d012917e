package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.key.KeyFormat;
import dev.sluice.testkit.FakeProvider;
import dev.sluice.testkit.Script;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The strategy {@code latency} over real sockets and the real clock: one of two providers is slow for a while. */
class SlowProviderTest {
    private static final String USAGE = "{\"prompt_tokens\":10,\"completion_tokens\":2,\"total_tokens\":12}";
    private static final int USUAL_MILLIS = 20;
    private static final int SLOW_MILLIS = 200;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private FakeProvider one;
    private FakeProvider two;
    private RunningGateway gateway;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        one = FakeProvider.start(vertx);
        two = FakeProvider.start(vertx);
        one.otherwise(answer(USUAL_MILLIS));
        two.otherwise(answer(USUAL_MILLIS));
        gateway = RunningGateway.alone(
                vertx,
                directory,
                account("one", one) + account("two", two) + """
                kind: VirtualModel
                metadata: {name: fast}
                spec: {strategy: {type: latency}, targets: [{model: one/m}, {model: two/m}]}
                ---
                kind: ServiceAccount
                metadata: {name: bot}
                spec: {}
                ---
                kind: AccessRule
                metadata: {name: bot}
                spec: {subjects: ["serviceAccount:bot"], models: [fast]}
                ---
                kind: ApiKey
                metadata: {name: bot-key}
                spec: {owner: "serviceAccount:bot", models: ["*"], secret: {sha256: %s}}
                """.formatted(KeyFormat.sha256(Manifest.KEY)));
    }

    private static String account(String name, FakeProvider provider) {
        return """
                kind: ProviderAccount
                metadata: {name: %1$s}
                spec: {provider: openai-compatible, baseUrl: "%2$s", allowPrivateNetwork: true,
                       credentials: [{name: primary, secret: {value: upstream-secret}}]}
                ---
                kind: Model
                metadata: {name: %1$s/m}
                spec: {account: %1$s, upstream: up}
                ---
                """.formatted(name, provider.baseUrl());
    }

    private static Script answer(int millis) {
        Script quick = Script.answer(USAGE, "word");
        List<Script.Step> steps = new ArrayList<>(quick.steps());
        steps.addFirst(new Script.Step.Wait(millis));
        return new Script(quick.status(), quick.contentType(), steps);
    }

    @AfterEach
    void stop() {
        gateway.close();
        one.close();
        two.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** How many of the requests went to the second provider. */
    private int toSecond(int requests) throws Exception {
        int before = two.requests().size();
        for (int i = 0; i < requests; i++) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                    .header("authorization", "Bearer " + Manifest.KEY)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"fast\",\"stream\":true,\"messages\":[]}"))
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
        return two.requests().size() - before;
    }

    @Test
    void avoidsTheSlowOneWhileItIsSlow() throws Exception {
        int shared = 0; // of a cold start, the first answers are anything but usual
        for (int i = 0; i < 20 && (shared < 10 || shared > 40); i++) {
            shared = toSecond(50);
        }
        assertThat(shared).isBetween(10, 40);

        two.otherwise(answer(SLOW_MILLIS));
        long slowed = System.nanoTime();
        int late = 100;
        while (late > 5 && System.nanoTime() - slowed < Duration.ofSeconds(10).toNanos()) {
            late = toSecond(50);
        }
        assertThat(late).isLessThanOrEqualTo(5);

        two.otherwise(answer(USUAL_MILLIS));
        long healed = System.nanoTime();
        int again = 0;
        while (again < 10 && System.nanoTime() - healed < Duration.ofSeconds(30).toNanos()) {
            again = toSecond(50);
        }
        assertThat(again).isGreaterThanOrEqualTo(10);
    }
}
