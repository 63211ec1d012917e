package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.usage.Attempt;
import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.testkit.FakeProvider;
import dev.sluice.testkit.Script;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of targets that have not done well, over real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HealthTest {
    private static final Script FAULT = Script.json(500, "{\"error\":{\"message\":\"fault\"}}");

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private FakeProvider one;
    private FakeProvider two;
    private RunningGateway gateway;
    private int askedOne;
    private int askedTwo;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        one = FakeProvider.start(vertx);
        two = FakeProvider.start(vertx);
        gateway = RunningGateway.alone(
                vertx,
                directory,
                account("one", one.baseUrl(), "{name: a, secret: {value: secret-a}}")
                        + account(
                                "two",
                                two.baseUrl(),
                                "{name: a, secret: {value: secret-a}}, {name: b, secret: {value: secret-b}, weight: 1}")
                        + virtual("v", "targets: [{model: one/m}, {model: two/m, priority: 1}]")
                        + virtual("lone", "targets: [{model: one/m}], retry: {attempts: 3, backoff: 1ms}")
                        + virtual(
                                "both",
                                "targets: [{model: one/m}, {model: two/m, priority: 1}], retry: {attempts: 3, backoff: 1ms}")
                        + """
                        kind: ServiceAccount
                        metadata: {name: bot}
                        spec: {}
                        ---
                        kind: AccessRule
                        metadata: {name: bot}
                        spec: {subjects: ["serviceAccount:bot"], models: ["*"]}
                        ---
                        kind: ApiKey
                        metadata: {name: bot-key}
                        spec: {owner: "serviceAccount:bot", models: ["*"], secret: {sha256: %s}}
                        """.formatted(KeyFormat.sha256(Manifest.KEY)));
    }

    private static String account(String name, String url, String credentials) {
        return """
                kind: ProviderAccount
                metadata: {name: %s}
                spec: {provider: openai-compatible, baseUrl: "%s", allowPrivateNetwork: true, credentials: [%s]}
                ---
                kind: Model
                metadata: {name: %s/m}
                spec: {account: %s, upstream: up}
                ---
                """.formatted(name, url, credentials, name, name);
    }

    private static String virtual(String name, String spec) {
        return "kind: VirtualModel\nmetadata: {name: " + name + "}\nspec: {strategy: {type: priority}, " + spec
                + "}\n---\n";
    }

    @BeforeEach
    void heal() {
        gateway.gateway().health().clear();
        one.otherwise(Script.json(200, "{\"choices\":[]}"));
        two.otherwise(Script.json(200, "{\"choices\":[]}"));
        askedOne = one.requests().size();
        askedTwo = two.requests().size();
    }

    @AfterAll
    void stop() {
        gateway.close();
        one.close();
        two.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private CompletableFuture<HttpResponse<String>> ask(String model) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                        .header("authorization", "Bearer " + Manifest.KEY)
                        .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + model + "\",\"messages\":[]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private UsageRecord record(HttpResponse<String> response) {
        return gateway.record(response.headers().firstValue("x-request-id").orElse(""));
    }

    private List<Attempt> attempts(String model) {
        return record(ask(model).join()).attempts();
    }

    private int askedOne() {
        return one.requests().size() - askedOne;
    }

    private int askedTwo() {
        return two.requests().size() - askedTwo;
    }

    @Test
    void goesAroundATargetThatFailedFiveTimes() {
        one.otherwise(FAULT);

        for (int i = 0; i < 5; i++) {
            assertThat(attempts("v")).hasSize(2);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(attempts("v")).extracting(Attempt::model).containsExactly("two/m");
        }

        assertThat(askedOne()).isEqualTo(5);
    }

    @Test
    void countsATargetThatCannotBeReached() {
        one.otherwise(Script.reset());

        for (int i = 0; i < 10; i++) {
            assertThat(ask("v").join().statusCode()).isEqualTo(200);
        }

        assertThat(attempts("v")).extracting(Attempt::model).containsExactly("two/m");
    }

    @Test
    void asksALoneTargetAllTheSame() {
        one.otherwise(FAULT);
        for (int i = 0; i < 10; i++) {
            assertThat(ask("lone").join().statusCode()).isEqualTo(502);
        }

        one.otherwise(Script.json(200, "{\"choices\":[]}"));

        assertThat(ask("lone").join().statusCode()).isEqualTo(200);
        assertThat(ask("one/m").join().statusCode()).isEqualTo(200);
    }

    @Test
    void asksTheOneThatIsBackFirstWhenAllAreOut() {
        String delay =
                "{\"error\":{\"message\":\"slow\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"%ds\"}]}}";
        one.otherwise(Script.json(429, delay.formatted(40)));
        two.otherwise(Script.json(429, delay.formatted(20)));
        assertThat(attempts("v")).extracting(Attempt::model).containsExactly("one/m", "two/m", "two/m");

        assertThat(attempts("v")).extracting(Attempt::model).containsExactly("two/m", "one/m");
    }

    @Test
    void usesAnotherCredentialOfTheAccount() {
        for (int i = 0; i < 40; i++) {
            two.next(Script.json(401, "{\"error\":{\"message\":\"key\"}}"));
            two.next(Script.json(200, "{\"choices\":[]}"));

            List<Attempt> attempts = attempts("two/m");

            assertThat(attempts).extracting(Attempt::kind).containsExactly("primary", "retry");
            List<String> keys = two.requests().stream()
                    .skip(two.requests().size() - 2)
                    .map(request -> request.headers().get("authorization"))
                    .toList();
            assertThat(keys).containsExactlyInAnyOrder("Bearer secret-a", "Bearer secret-b");
            for (int again = 0; again < 5; again++) {
                assertThat(attempts("two/m")).hasSize(1);
                assertThat(two.lastRequest().headers()).containsEntry("authorization", keys.getLast());
            }
            gateway.gateway().health().clear();
        }
    }

    @Test
    void triesOneOtherCredentialAndThenTheNextTarget() {
        one.otherwise(Script.json(200, "{\"choices\":[]}"));
        two.otherwise(Script.json(403, "{\"error\":{\"message\":\"rights\"}}"));

        assertThat(attempts("two/m")).hasSize(2);
        assertThat(attempts("two/m")).hasSize(1);
        assertThat(askedTwo()).isEqualTo(3);
    }

    @Test
    void loadsALoneTargetInTroubleWithAFifthMoreAtMost() throws InterruptedException {
        one.otherwise(FAULT);

        int requests = load("lone");

        assertThat(askedOne()).isBetween(requests + requests / 10, requests + requests / 5);
    }

    @Test
    void loadsTwoTargetsInTroubleWithAFifthMoreAtMost() throws InterruptedException {
        one.otherwise(FAULT);
        two.otherwise(FAULT);

        int requests = load("both");

        assertThat(askedOne()).isLessThanOrEqualTo(requests + requests / 5);
        assertThat(askedTwo()).isLessThanOrEqualTo(requests + requests / 5);
        assertThat(askedOne() + askedTwo()).isGreaterThan(2 * requests);
    }

    /** Some 500 requests a second for two seconds. */
    private int load(String model) throws InterruptedException {
        List<CompletableFuture<HttpResponse<String>>> pending = new ArrayList<>();
        for (int tick = 0; tick < 100; tick++) {
            for (int i = 0; i < 10; i++) {
                pending.add(ask(model));
            }
            Thread.sleep(20);
        }
        pending.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(502));
        return pending.size();
    }
}
