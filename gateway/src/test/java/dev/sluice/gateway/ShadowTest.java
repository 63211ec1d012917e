package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.usage.Attempt;
import dev.sluice.contract.usage.Outcome;
import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.limit.LimitKeeper;
import dev.sluice.gateway.usage.StoredRecords;
import dev.sluice.testkit.FakeProvider;
import dev.sluice.testkit.Script;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Requests that go to a Model beside those that answer them, over real sockets. Without NATS, so that all records stay here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShadowTest {
    private static final String BOUND = "sl_bound_to_a_region_0123456789abcdefgh";
    private static final int LOOPS = 2;
    private static final int MOST_OF_A_LOOP = 64;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final FakeProvider one = FakeProvider.start(vertx);
    private final FakeProvider two = FakeProvider.start(vertx);
    private final FakeProvider claude = FakeProvider.start(vertx);
    private RunningGateway gateway;
    private int asked;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        gateway = gateway(directory);
    }

    private RunningGateway gateway(Path directory) throws IOException {
        Path policy = Files.writeString(directory.resolve("policy.yaml"), manifests());
        RunningGateway running = RunningGateway.with(
                vertx,
                Map.of(
                        "SLUICE_NATS_URL", "nats://127.0.0.1:1",
                        "SLUICE_KEK", Base64.getEncoder().encodeToString(new byte[32]),
                        "SLUICE_POLICY_FILE", policy.toString(),
                        "SLUICE_SPOOL_DIR", directory.resolve("spool").toString()));
        RunningGateway.await(running.gateway()::isReady);
        return running;
    }

    private String manifests() {
        return account("one", "openai-compatible", one)
                + account("two", "openai-compatible", two)
                + account("claude", "anthropic", claude)
                + model("one/m", "one", "1")
                + model("two/m", "two", "2")
                + model("two/dear", "two", "1000000")
                + model("two/free", "two", "")
                + model("claude/m", "claude", "3")
                + virtual("v", "two/m", "100")
                + virtual("crowd", "two/m", "100")
                + virtual("tenth", "two/m", "10")
                + virtual("mixed", "claude/m", "100")
                + virtual("dear", "two/dear", "100")
                + virtual("free", "two/free", "100")
                + """
                kind: ServiceAccount
                metadata: {name: bot}
                spec: {}
                ---
                kind: AccessRule
                metadata: {name: bot}
                spec: {subjects: ["serviceAccount:bot"], models: [v, crowd, tenth, mixed, dear, free]}
                ---
                kind: RateLimit
                metadata: {name: key-tokens}
                spec: {match: {}, per: [key], limits: [{unit: tokens, amount: 100000000, window: 1h}, {unit: requests, amount: 1000000, window: 1h}]}
                ---
                kind: RateLimit
                metadata: {name: account-tokens}
                spec: {match: {}, per: [account], limits: [{unit: tokens, amount: 100000000, window: 1h}]}
                ---
                kind: RateLimit
                metadata: {name: two-at-once}
                spec: {match: {models: {in: [v]}}, per: [key], limits: [{unit: concurrent, amount: 2}]}
                ---
                kind: Budget
                metadata: {name: pocket-money}
                spec: {accuracy: soft, per: [key], limits: [{usd: "10", period: day}]}
                ---
                kind: ApiKey
                metadata: {name: bot-key}
                spec: {owner: "serviceAccount:bot", models: ["*"], secret: {sha256: %s}}
                ---
                kind: ApiKey
                metadata: {name: bound-key}
                spec: {owner: "serviceAccount:bot", models: ["*"], residency: region-one, secret: {sha256: %s}}
                """.formatted(KeyFormat.sha256(Manifest.KEY), KeyFormat.sha256(BOUND));
    }

    private static String account(String name, String provider, FakeProvider at) {
        String url = provider.equals("anthropic") ? at.baseUrl().replace("/v1", "") : at.baseUrl();
        return """
                kind: ProviderAccount
                metadata: {name: %1$s}
                spec: {provider: %2$s, residency: region-%1$s, baseUrl: "%3$s", allowPrivateNetwork: true,
                       credentials: [{name: primary, secret: {value: upstream-secret}}],
                       timeouts: {connect: 1s, firstToken: 1500ms, idle: 1500ms, total: 5s}}
                ---
                """.formatted(name, provider, url);
    }

    private static String model(String name, String account, String price) {
        String priced = price.isEmpty() ? "" : ", price: {input: \"" + price + "\", output: \"" + price + "\"}";
        return "kind: Model\nmetadata: {name: " + name + "}\nspec: {account: " + account + ", upstream: up" + priced
                + "}\n---\n";
    }

    private static String virtual(String name, String shadow, String percent) {
        return "kind: VirtualModel\nmetadata: {name: " + name + "}\nspec: {targets: [{model: one/m}], shadow: {model: "
                + shadow + ", percent: " + percent + "}}\n---\n";
    }

    @AfterAll
    void stop() {
        gateway.close();
        one.close();
        two.close();
        claude.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void begin() {
        gateway.gateway().health().clear();
        one.otherwise(whole("from-one", 40, 10));
        two.otherwise(whole("from-two", 30, 20));
        asked = two.requests().size();
    }

    private static Script whole(String word, int input, int output) {
        return Script.json(
                200,
                "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"up\",\"choices\":[{\"index\":0,\"message\":"
                        + "{\"role\":\"assistant\",\"content\":\"" + word
                        + "\"},\"finish_reason\":\"stop\"}],\"usage\":"
                        + usage(input, output) + "}");
    }

    private static String usage(int input, int output) {
        return "{\"prompt_tokens\":" + input + ",\"completion_tokens\":" + output + ",\"total_tokens\":"
                + (input + output) + "}";
    }

    private static Script late(int millis, Script script) {
        List<Script.Step> steps = new ArrayList<>(script.steps());
        steps.addFirst(new Script.Step.Wait(millis));
        return new Script(script.status(), script.contentType(), steps);
    }

    private CompletableFuture<HttpResponse<String>> begin(RunningGateway at, String key, String model, boolean stream) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(at.url() + "/v1/chat/completions"))
                .header("authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + model + "\",\"stream\":" + stream
                        + ",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"Hello there\"}]}"))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String model, boolean stream) throws Exception {
        return begin(gateway, Manifest.KEY, model, stream).get(10, TimeUnit.SECONDS);
    }

    private List<UsageRecord> stored() {
        return StoredRecords.of(gateway.gateway().spool().recorder().ring());
    }

    private UsageRecord record(HttpResponse<String> response) {
        String id = response.headers().firstValue("x-request-id").orElseThrow();
        RunningGateway.await(
                () -> stored().stream().anyMatch(record -> record.id().equals(id)));
        List<UsageRecord> all =
                stored().stream().filter(record -> record.id().equals(id)).toList();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    /** Money adds up, limits have counted both, the request once, and nothing stays reserved. */
    private void settled() {
        LimitKeeper limits = gateway.gateway().limits();
        RunningGateway.await(() -> gateway.gateway().load().shadows() == 0
                && limits.counters().reserved(limits.clock().now()) == 0);
        List<UsageRecord> all = stored();
        long tokens = all.stream()
                .mapToLong(one -> one.tokens().allInput() + one.tokens().allOutput())
                .sum();
        assertThat(used(limits, "account-tokens")).isEqualTo(tokens);
        assertThat(used(limits, "key-tokens")).isEqualTo(tokens + all.size());
        long cost = all.stream().mapToLong(UsageRecord::costNanos).sum();
        assertThat(used(limits, "pocket-money")).isEqualTo(cost);
        assertThat(all.stream().map(UsageRecord::seq).distinct()).hasSameSizeAs(all);
    }

    private static long used(LimitKeeper limits, String rule) {
        return limits.counters().all().stream()
                .filter(segment -> segment.id().rule().endsWith(rule))
                .flatMap(segment -> segment.counters().stream())
                .mapToLong(counter -> counter.used(limits.clock().now()))
                .sum();
    }

    private int askedNow() {
        return two.requests().size() - asked;
    }

    @Test
    void recordsWhatBothHaveTakenAndLetsTheClientSeeNothingOfIt() throws Exception {
        HttpResponse<String> response = send("v", false);

        assertThat(response.body()).contains("from-one").doesNotContain("from-two");
        assertThat(response.headers().firstValue("x-sluice-model")).hasValue("one/m");
        assertThat(response.headers().firstValue("x-sluice-attempts")).hasValue("1");
        assertThat(response.headers().firstValue("x-sluice-cost-usd")).hasValue("0.000050000");
        UsageRecord record = record(response);
        assertThat(record.model()).isEqualTo("one/m");
        assertThat(record.version()).isEqualTo(2);
        assertThat(record.attempts())
                .extracting(Attempt::n, Attempt::kind, Attempt::model, Attempt::account, Attempt::status)
                .containsExactly(tuple(1, "primary", "one/m", "one", 200), tuple(2, "shadow", "two/m", "two", 200));
        assertThat(record.attempts()).extracting(Attempt::costNanos).containsExactly(50_000L, 100_000L);
        assertThat(record.costNanos()).isEqualTo(150_000);
        assertThat(record.tokens().allInput()).isEqualTo(70);
        assertThat(record.tokens().allOutput()).isEqualTo(30);
        assertThat(new String(two.lastRequest().body(), StandardCharsets.UTF_8))
                .isEqualTo(new String(one.lastRequest().body(), StandardCharsets.UTF_8));
        settled();
    }

    @Test
    void isNeverAwaited() throws Exception {
        two.otherwise(Script.silence());
        long began = System.nanoTime();
        List<HttpResponse<String>> responses = new ArrayList<>();
        for (int n = 0; n < 4; n++) { // two at once are allowed: shadows are none of them
            responses.add(send("v", n % 2 == 0));
        }
        long took = (System.nanoTime() - began) / 1_000_000;

        assertThat(took).isLessThan(1_000);
        assertThat(responses).allMatch(response -> response.statusCode() == 200);
        RunningGateway.await(() -> askedNow() == 4);
        assertThat(gateway.gateway().load().inFlight()).isZero();
        assertThat(gateway.gateway().load().shadows()).isEqualTo(4);
        UsageRecord record = record(responses.getFirst());
        assertThat(record.outcome()).isEqualTo(Outcome.OK);
        assertThat(record.status()).isEqualTo(200);
        assertThat(record.latencyMicros()).isLessThan(1_000_000);
        Attempt shadow = record.attempts().getLast();
        assertThat(shadow.kind()).isEqualTo("shadow");
        assertThat(shadow.errorClass()).isEqualTo("timeout_first_token");
        assertThat(shadow.latencyMicros()).isGreaterThan(1_400_000);
        assertThat(shadow.tokens().allInput()).isPositive();
        settled();
    }

    @Test
    void goesOnWhenTheClientLeaves() throws Exception {
        one.otherwise(Script.answer(usage(40, 10), "a", "b").cutAt(1, new Script.Step.Hang()));
        two.otherwise(late(600, Script.answer(usage(30, 20), "c", "d")));
        int aborted = one.aborted();
        CompletableFuture<HttpResponse<String>> gone = begin(gateway, Manifest.KEY, "v", true);
        RunningGateway.await(() -> askedNow() == 1);

        gone.cancel(true);

        RunningGateway.await(() -> one.aborted() == aborted + 1);
        assertThat(gateway.gateway().load().shadows()).isEqualTo(1);
        RunningGateway.await(() -> gateway.gateway().load().shadows() == 0);
        UsageRecord record = stored().getLast();
        assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(record.attempts().getLast().errorClass()).isEmpty();
        assertThat(record.attempts().getLast().tokens().allOutput()).isEqualTo(20);
        settled();
    }

    @Test
    void failsWithoutAnEffectAndIsSparedThen() throws Exception {
        two.otherwise(Script.json(500, "{\"error\":{\"message\":\"no\"}}"));
        for (int n = 0; n < 20; n++) {
            HttpResponse<String> response = send("crowd", false);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("x-sluice-attempts")).hasValue("1");
            RunningGateway.await(() -> gateway.gateway().load().shadows() == 0);
        }

        assertThat(askedNow()).as("tried once each, until its breaker opens").isEqualTo(5);
        assertThat(gateway.gateway().health().readings())
                .filteredOn(reading -> reading.key().model().equals("one/m"))
                .allMatch(reading -> reading.state() == TargetHealth.State.CLOSED);
        settled();
    }

    @Test
    void isDrawnFromTheShareOfRequests() throws Exception {
        int requests = 2_000;
        List<CompletableFuture<HttpResponse<String>>> batch = new ArrayList<>();
        for (int n = 0; n < requests; n++) {
            batch.add(begin(gateway, Manifest.KEY, "tenth", false));
            if (batch.size() == 20) {
                for (CompletableFuture<HttpResponse<String>> each : batch) {
                    assertThat(each.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
                }
                batch.clear();
            }
        }

        RunningGateway.await(() -> gateway.gateway().load().shadows() == 0);
        System.out.println("shadows of " + requests + " requests at 10 %: " + askedNow());
        assertThat(askedNow()).isBetween(150, 250); // 3.7 standard deviations
        settled();
    }

    @Test
    void isLeftOutWhereABudgetDoesNotAllowIt() throws Exception {
        HttpResponse<String> response = send("dear", false);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(record(response).attempts()).extracting(Attempt::kind).containsExactly("primary");
        assertThat(askedNow()).isZero();
        settled();
    }

    @Test
    void leavesTheCostKnownWhereItHasNoPrice() throws Exception {
        UsageRecord record = record(send("free", false));

        assertThat(record.attempts().getLast().model()).isEqualTo("two/free");
        assertThat(record.attempts().getLast().costNanos()).isNull();
        assertThat(record.costNanos()).isEqualTo(50_000);
        settled();
    }

    @Test
    void staysWithinTheResidencyOfTheRequest() throws Exception {
        HttpResponse<String> response = begin(gateway, BOUND, "v", false).get(10, TimeUnit.SECONDS);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(record(response).attempts()).hasSize(1);
        assertThat(askedNow()).isZero();
    }

    @Test
    void speaksTheDialectOfWhoIsAsked() throws Exception {
        claude.otherwise(
                Script.json(
                        200,
                        "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"up\",\"content\":[{\"type\":\"text\","
                                + "\"text\":\"from-claude\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":25,\"output_tokens\":7}}"));

        UsageRecord record = record(send("mixed", false));

        assertThat(claude.lastRequest().uri()).isEqualTo("/v1/messages");
        assertThat(claude.lastRequest().headers()).containsEntry("x-api-key", "upstream-secret");
        Attempt shadow = record.attempts().getLast();
        assertThat(List.of(shadow.kind(), shadow.account(), shadow.errorClass()))
                .containsExactly("shadow", "claude", "");
        assertThat(shadow.tokens().allInput()).isEqualTo(25);
        assertThat(shadow.costNanos()).isEqualTo(96_000);
        settled();
    }

    @Test
    void hasAnEndOfWhatMayBeInFlight() throws Exception {
        two.otherwise(Script.silence());
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            all.add(begin(gateway, Manifest.KEY, "crowd", false));
        }
        for (CompletableFuture<HttpResponse<String>> each : all) {
            assertThat(each.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }

        assertThat(gateway.gateway().load().shadows()).isBetween(1, LOOPS * MOST_OF_A_LOOP);
        RunningGateway.await(() -> gateway.gateway().load().shadows() == 0);
        assertThat(askedNow()).isBetween(1, LOOPS * MOST_OF_A_LOOP);
        settled();
    }

    @Test
    void isRecordedWhenTheGatewayStopsBeforeItsEnd(@TempDir Path directory) throws Exception {
        two.otherwise(Script.silence());
        RunningGateway other = gateway(directory);
        HttpResponse<String> response = begin(other, Manifest.KEY, "v", false).get(10, TimeUnit.SECONDS);
        RunningGateway.await(() -> askedNow() == 1);
        long began = System.nanoTime();

        other.close();

        assertThat((System.nanoTime() - began) / 1_000_000).isLessThan(1_400);
        List<UsageRecord> records =
                StoredRecords.of(other.gateway().spool().recorder().ring());
        assertThat(records).hasSize(1);
        assertThat(records.getFirst().id())
                .isEqualTo(response.headers().firstValue("x-request-id").orElseThrow());
        Attempt shadow = records.getFirst().attempts().getLast();
        assertThat(List.of(shadow.kind(), shadow.errorClass())).containsExactly("shadow", "shed");
        assertThat(shadow.costNanos()).isPositive();
    }
}
