package dev.sluice.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.key.KeyFormat;
import dev.sluice.embedded.EmbeddedNats;
import dev.sluice.embedded.Settings;
import dev.sluice.gateway.RunningGateway;
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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on one NATS: what one has found out, the other need not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("servers")
class HealthBusTest {
    private static final String KEY = "sl_s_ABCDEFGH_0123456789012345678901234567890123456789012_abcdef";
    private static final int PAIRS = 12;
    private static final String OK = "{\"choices\":[]}";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private Path directory;
    private EmbeddedNats nats;
    private FakeProvider one;
    private FakeProvider two;
    private RunningGateway first;
    private RunningGateway second;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        this.directory = directory;
        nats = EmbeddedNats.start(Settings.in(directory.resolve("nats")));
        one = FakeProvider.start(vertx);
        two = FakeProvider.start(vertx);
        Files.writeString(
                directory.resolve("policy.yaml"),
                account("one", one) + account("two", two) + paced() + """
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
                spec: {subjects: ["serviceAccount:bot"], models: ["*"]}
                ---
                kind: ApiKey
                metadata: {name: bot-key}
                spec: {owner: "serviceAccount:bot", models: ["*"], secret: {sha256: %s}}
                """.formatted(KeyFormat.sha256(KEY)));
        first = gateway();
        second = gateway();
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

    /** Pairs of Models, one for each first question. */
    private static String paced() {
        StringBuilder manifests = new StringBuilder();
        for (int i = 0; i < PAIRS; i++) {
            manifests.append("""
                    kind: Model
                    metadata: {name: one/%1$d}
                    spec: {account: one, upstream: up}
                    ---
                    kind: Model
                    metadata: {name: two/%1$d}
                    spec: {account: two, upstream: up}
                    ---
                    kind: VirtualModel
                    metadata: {name: fast-%1$d}
                    spec: {strategy: {type: latency}, targets: [{model: one/%1$d}, {model: two/%1$d}]}
                    ---
                    """.formatted(i));
        }
        return manifests.toString();
    }

    private RunningGateway gateway() throws IOException {
        return gateway("eu");
    }

    private RunningGateway gateway(String region) throws IOException {
        RunningGateway gateway = RunningGateway.with(
                vertx,
                Map.of(
                        "SLUICE_REGION",
                        region,
                        "SLUICE_NATS_URL",
                        nats.url(),
                        "SLUICE_KEK",
                        Base64.getEncoder().encodeToString(new byte[32]),
                        "SLUICE_POLICY_FILE",
                        directory.resolve("policy.yaml").toString()));
        RunningGateway.await(gateway.gateway()::isReady);
        return gateway;
    }

    @BeforeEach
    void heal() throws Exception {
        one.otherwise(Script.json(200, OK));
        two.otherwise(Script.json(200, OK));
        // Until both hear each other, and have nothing to say.
        RunningGateway.await(() -> {
            first.gateway().health().clear();
            second.gateway().health().clear();
            try {
                one.next(Script.json(401, OK));
                ask(first);
                Thread.sleep(150);
                int before = one.requests().size();
                ask(second);
                return one.requests().size() == before;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        first.gateway().health().clear();
        second.gateway().health().clear();
    }

    @AfterAll
    void stop() {
        first.close();
        second.close();
        one.close();
        two.close();
        nats.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** @return the Model that answered */
    private String ask(RunningGateway gateway) throws Exception {
        return ask(gateway, "v");
    }

    private String ask(RunningGateway gateway, String model) throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                        .header("authorization", "Bearer " + KEY)
                        .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + model + "\",\"messages\":[]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.headers().firstValue("x-sluice-model").orElse("");
    }

    private static Script limited(int seconds) {
        return Script.json(429, """
                {"error":{"message":"slow","details":[
                 {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"%ds"}]}}""".formatted(seconds));
    }

    @Test
    void sparesWhatHasToldTheOtherToWaitAndIsBackInTime() throws Exception {
        one.next(limited(5));
        assertThat(ask(first)).isEqualTo("two/m");
        long refused = System.nanoTime();
        Thread.sleep(500);

        int asked = one.requests().size();
        while (System.nanoTime() - refused < 4_500_000_000L) {
            assertThat(ask(second)).isEqualTo("two/m");
            Thread.sleep(20);
        }
        assertThat(one.requests()).hasSize(asked);

        while (!ask(second).equals("one/m")) {
            assertThat(System.nanoTime() - refused).isLessThan(6_000_000_000L);
            Thread.sleep(20);
        }
        assertThat(ask(first)).isEqualTo("one/m");
    }

    @Test
    void knowsHowFastTargetsAreThatTheOtherHasAsked() throws Exception {
        Script quick = Script.json(200, OK);
        one.otherwise(new Script(
                200,
                quick.contentType(),
                List.of(new Script.Step.Wait(300), quick.steps().getFirst())));
        for (int i = 0; i < PAIRS; i++) {
            ask(first, "one/" + i);
            ask(first, "two/" + i);
        }
        Thread.sleep(5_500); // it is told every five seconds

        int toTheSlowOne = 0;
        for (int i = 0; i < PAIRS; i++) {
            toTheSlowOne += ask(second, "fast-" + i).equals("one/" + i) ? 1 : 0;
        }
        assertThat(toTheSlowOne).as("by chance it would be six").isLessThanOrEqualTo(1);
    }

    @Test
    void sparesWhatHasFailedAtTheOther() throws Exception {
        one.otherwise(Script.json(503, "{\"error\":{\"message\":\"busy\"}}"));
        for (int i = 0; i < 5; i++) {
            assertThat(ask(first)).isEqualTo("two/m");
        }
        Thread.sleep(500);

        int asked = one.requests().size();
        for (int i = 0; i < 20; i++) {
            assertThat(ask(second)).isEqualTo("two/m");
        }

        assertThat(one.requests()).hasSize(asked);
    }

    @Test
    void doesNotTellOtherRegions() throws Exception {
        one.next(limited(30));
        ask(first);

        try (RunningGateway elsewhere = gateway("us")) {
            Thread.sleep(500);
            assertThat(ask(elsewhere)).isEqualTo("one/m");
        }
    }

    @Test
    void tellsOfALimitThatIsUsedUpBeforeAnybodyIsRefused() throws Exception {
        one.next(Script.json(200, OK)
                .with("x-ratelimit-remaining-requests", "0")
                .with("x-ratelimit-reset-requests", "20s"));
        assertThat(ask(first)).isEqualTo("one/m");
        Thread.sleep(500);

        int asked = one.requests().size();
        assertThat(ask(first)).isEqualTo("two/m");
        assertThat(ask(second)).isEqualTo("two/m");
        assertThat(one.requests()).hasSize(asked);
    }

    @Test
    void tellsNewcomers() throws Exception {
        one.next(limited(30));
        ask(first);
        int asked = one.requests().size();

        try (RunningGateway third = gateway()) {
            Thread.sleep(500);
            assertThat(ask(third)).isEqualTo("two/m");
        }

        assertThat(one.requests()).hasSize(asked);
    }
}
