package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.usage.Attempt;
import dev.sluice.contract.usage.Outcome;
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
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Virtual models over real sockets: what the client, the providers and the records see when targets fail. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FallbackTest {
    private static final String USAGE = "{\"prompt_tokens\":10,\"completion_tokens\":2,\"total_tokens\":12}";
    private static final String BUSY = "{\"error\":{\"message\":\"busy %s\"}}";

    private static final String BOUND = "sl_bound_to_a_region_0123456789abcdefgh";
    private static final String TORN = "sl_torn_between_two_0123456789abcdefghi";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private FakeProvider one;
    private FakeProvider two;
    private RunningGateway gateway;
    private int asked;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        one = FakeProvider.start(vertx);
        two = FakeProvider.start(vertx);
        gateway = RunningGateway.alone(vertx, directory, manifests());
    }

    private String manifests() {
        String account = """
                kind: ProviderAccount
                metadata: {name: %1$s}
                spec: {provider: openai-compatible, residency: region-%1$s, baseUrl: "%2$s", allowPrivateNetwork: true,
                       credentials: [{name: primary, secret: {value: upstream-secret}}],
                       timeouts: {connect: 1s, firstToken: 500ms, idle: 500ms, total: 5s}}
                ---
                kind: Model
                metadata: {name: %1$s/m}
                spec: {account: %1$s, upstream: up, price: {input: "1", output: "1"}}
                ---
                """;
        String targets = "targets: [{model: one/m}, {model: two/m, priority: 1}]";
        return account.formatted("one", one.baseUrl())
                + account.formatted("two", two.baseUrl())
                + virtual("v", targets)
                + virtual("wide", targets + ", fallback: {on: [bad_request, content_policy]}")
                + virtual("patient", targets + ", retry: {attempts: 3, backoff: 20ms, maxRetryAfter: 2s}")
                + virtual(
                        "stubborn",
                        "targets: [{model: one/m}, {model: two/m, priority: 1}], retry: {attempts: 6, backoff: 5ms}")
                + virtual(
                        "gold",
                        "targets: [{model: one/m, when: {headers: {x-tier: {in: [gold]}}}}, {model: two/m, priority: 1}]")
                + virtual(
                        "hurried",
                        "targets: [{model: one/m, when: {timeoutMs: {lt: 2000}, parameters: {stream: {in: [false]}}}},"
                                + " {model: two/m, priority: 1}]")
                + virtual("hidden", "targets: [{model: one/m}]")
                + virtual("other-first", "targets: [{model: other/m}, {model: one/m, priority: 1}]")
                + virtual("other-last", "targets: [{model: one/m}, {model: other/m, priority: 1}]")
                + """
                kind: ProviderAccount
                metadata: {name: other}
                spec: {provider: anthropic, baseUrl: "http://127.0.0.1:9", allowPrivateNetwork: true,
                       credentials: [{name: primary, secret: {value: upstream-secret}}]}
                ---
                kind: Model
                metadata: {name: other/m}
                spec: {account: other, upstream: claude-haiku-4-5}
                ---
                """
                + """
                kind: ServiceAccount
                metadata: {name: bot}
                spec: {}
                ---
                kind: AccessRule
                metadata: {name: bot}
                spec: {subjects: ["serviceAccount:bot"], models: [v, wide, patient, stubborn, gold, hurried, other-first, other-last]}
                ---
                kind: ApiKey
                metadata: {name: bot-key}
                spec: {owner: "serviceAccount:bot", models: ["*"], secret: {sha256: %s}}
                ---
                kind: Team
                metadata: {name: elsewhere}
                spec: {residency: region-one}
                ---
                kind: ApiKey
                metadata: {name: bound-key}
                spec: {owner: "serviceAccount:bot", models: ["*"], residency: region-two, secret: {sha256: %s}}
                ---
                kind: ApiKey
                metadata: {name: torn-key}
                spec: {owner: "serviceAccount:bot", team: elsewhere, models: ["*"], residency: region-two, secret: {sha256: %s}}
                """.formatted(KeyFormat.sha256(Manifest.KEY), KeyFormat.sha256(BOUND), KeyFormat.sha256(TORN));
    }

    private static String virtual(String name, String spec) {
        return "kind: VirtualModel\nmetadata: {name: " + name + "}\nspec: {strategy: {type: priority}, " + spec
                + "}\n---\n";
    }

    @AfterAll
    void stop() {
        gateway.close();
        one.close();
        two.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Each test finds its targets well. */
    @BeforeEach
    void heal() {
        gateway.gateway().health().clear();
    }

    @AfterEach
    void count() {
        asked = one.requests().size() + two.requests().size();
    }

    private int askedNow() {
        return one.requests().size() + two.requests().size() - asked;
    }

    private HttpResponse<String> chat(String model, boolean stream, String... headers) throws Exception {
        return chatBy(Manifest.KEY, model, stream, headers);
    }

    private HttpResponse<String> chatBy(String key, String model, boolean stream, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .header("authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + model + "\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> embed(String model) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/embeddings"))
                .header("authorization", "Bearer " + Manifest.KEY)
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + model + "\",\"input\":\"Hi\"}"))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Of a call that a target's provider does not have, there is nothing to be sent. */
    @Test
    void goesAroundATargetThatHasNoSuchCall() throws Exception {
        one.next(Script.json(
                200,
                "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5]}],"
                        + "\"model\":\"up\",\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}"));
        HttpResponse<String> first = embed("other-first");
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(header(first, "x-sluice-model")).isEqualTo("one/m");

        one.next(failure("server_error"));
        HttpResponse<String> last = embed("other-last");
        assertThat(last.body()).contains("'one' failed");
        assertThat(record(last).attempts()).hasSize(2);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(gateway.url() + path))
                        .header("authorization", "Bearer " + Manifest.KEY)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private UsageRecord record(HttpResponse<String> response) {
        return gateway.record(header(response, "x-request-id"));
    }

    private static Script good(String word, boolean stream) {
        return stream ? Script.answer(USAGE, word) : Script.json(200, """
                {"id":"c1","object":"chat.completion","created":1,"model":"up","choices":
                [{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],"usage":%s}""".formatted(word, USAGE));
    }

    private static Script failure(String failure) {
        return switch (failure) {
            case "rate_limited" -> Script.json(429, BUSY.formatted("limit"));
            case "quota_exhausted" ->
                Script.json(429, "{\"error\":{\"message\":\"no\",\"code\":\"insufficient_quota\"}}");
            case "overloaded" -> Script.json(503, BUSY.formatted("load"));
            case "server_error" -> Script.json(500, BUSY.formatted("fault"));
            case "timeout_total" -> Script.json(504, BUSY.formatted("time"));
            case "auth" -> Script.json(401, BUSY.formatted("key"));
            case "permission" -> Script.json(403, BUSY.formatted("rights"));
            case "model_not_found" -> Script.json(404, BUSY.formatted("model"));
            case "context_window" ->
                Script.json(400, "{\"error\":{\"message\":\"long\",\"code\":\"context_length_exceeded\"}}");
            case "timeout_first_token" -> Script.silence();
            case "connection" -> Script.reset();
            case "stream_interrupted" -> Script.answer(USAGE, "never").cutAt(1, new Script.Step.Cut());
            default -> throw new IllegalArgumentException(failure);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "rate_limited,false",
        "rate_limited,true",
        "quota_exhausted,false",
        "quota_exhausted,true",
        "overloaded,false",
        "overloaded,true",
        "server_error,false",
        "server_error,true",
        "auth,false",
        "auth,true",
        "permission,false",
        "permission,true",
        "model_not_found,false",
        "model_not_found,true",
        "context_window,false",
        "context_window,true",
        "timeout_first_token,false",
        "timeout_first_token,true",
        "connection,false",
        "connection,true",
        "stream_interrupted,true",
        "timeout_total,false",
        "timeout_total,true"
    })
    void answersFromTheNextTargetBeforeAnyContent(String failure, boolean stream) throws Exception {
        one.otherwise(failure(failure));
        two.otherwise(good("second", stream));

        HttpResponse<String> response = chat("v", stream);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("second").doesNotContain("busy").doesNotContain("\"error\"");
        assertThat(header(response, "x-sluice-model")).isEqualTo("two/m");
        assertThat(header(response, "x-sluice-provider")).isEqualTo("two");
        UsageRecord record = record(response);
        assertThat(header(response, "x-sluice-attempts"))
                .isEqualTo(String.valueOf(record.attempts().size()));
        assertThat(record.outcome()).isEqualTo(Outcome.OK);
        assertThat(record.modelAsked()).isEqualTo("v");
        assertThat(record.model()).isEqualTo("two/m");
        assertThat(record.attempts().getFirst().kind()).isEqualTo("primary");
        assertThat(record.attempts().getFirst().errorClass()).isEqualTo(failure);
        assertThat(record.attempts().getLast().kind()).isEqualTo("fallback");
        assertThat(record.attempts())
                .filteredOn(attempt -> attempt.model().equals("two/m"))
                .hasSize(1);
        assertThat(record.costNanos())
                .isEqualTo(
                        record.attempts().stream().mapToLong(Attempt::costNanos).sum())
                .isGreaterThanOrEqualTo(12_000L);
        if (failure.equals("timeout_first_token")) {
            assertThat(record.attempts().getFirst().costNanos()).isPositive();
        }
    }

    @Test
    void endsAStreamThatFailsAfterContentWithOneError() throws Exception {
        one.otherwise(Script.answer(USAGE, "begun", "never").cutAt(2, new Script.Step.Cut()));
        two.otherwise(good("second", true));

        HttpResponse<String> response = chat("v", true);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("begun")
                .containsOnlyOnce("\"error\"")
                .doesNotContain("second");
        UsageRecord record = record(response);
        assertThat(record.attempts()).hasSize(1);
        assertThat(record.model()).isEqualTo("one/m");
        assertThat(record.errorClass()).isEqualTo("stream_interrupted");
    }

    @Test
    void tellsThePrimarysErrorWhenAllFail() throws Exception {
        one.otherwise(Script.json(429, BUSY.formatted("limit")));
        two.otherwise(Script.json(500, BUSY.formatted("fault")));

        HttpResponse<String> response = chat("v", false);

        assertThat(response.statusCode()).isEqualTo(429);
        UsageRecord record = record(response);
        assertThat(record.attempts()).extracting(Attempt::errorClass).containsExactly("rate_limited", "server_error");
        assertThat(record.model()).isEqualTo("one/m");
        assertThat(record.errorClass()).isEqualTo("rate_limited");
    }

    @Test
    void asksNobodyElseForABadRequestUnlessToldTo() throws Exception {
        one.otherwise(Script.json(400, "{\"error\":{\"message\":\"temperature is wrong\"}}"));
        two.otherwise(good("second", false));

        HttpResponse<String> refused = chat("v", false);
        HttpResponse<String> told = chat("wide", false);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(record(refused).attempts()).hasSize(1);
        assertThat(told.statusCode()).isEqualTo(200);
        one.otherwise(Script.json(500, BUSY.formatted("fault")));
        assertThat(chat("wide", false).statusCode()).isEqualTo(502);
    }

    @Test
    void asksTheSameTargetAgainWhenToldTo() throws Exception {
        one.next(Script.json(503, BUSY.formatted("load")));
        one.next(Script.json(500, BUSY.formatted("fault")));
        one.otherwise(good("third", false));

        HttpResponse<String> response = chat("patient", false);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(record(response).attempts()).extracting(Attempt::kind).containsExactly("primary", "retry", "retry");
        assertThat(record(response).attempts()).extracting(Attempt::model).containsOnly("one/m");
    }

    @Test
    void waitsAsLongAsTheProviderAsksOrGoesOn() throws Exception {
        String delay =
                "{\"error\":{\"message\":\"slow\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"%ds\"}]}}";
        two.otherwise(good("second", false));
        one.otherwise(good("again", false));

        one.next(Script.json(429, delay.formatted(30)));
        HttpResponse<String> far = chat("patient", false);
        heal();
        one.next(Script.json(429, delay.formatted(1)));
        long before = System.nanoTime();
        HttpResponse<String> near = chat("patient", false);

        assertThat(far.body()).contains("second");
        assertThat(record(far).attempts()).hasSize(2);
        assertThat(near.body()).contains("again");
        assertThat(System.nanoTime() - before).isGreaterThan(990_000_000L);
    }

    @Test
    void neverTriesMoreThanSixTimes() throws Exception {
        one.otherwise(Script.json(500, BUSY.formatted("fault")));
        two.otherwise(Script.json(500, BUSY.formatted("fault")));

        HttpResponse<String> response = chat("stubborn", false);

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(askedNow()).isEqualTo(6);
        assertThat(record(response).attempts()).hasSize(6);
    }

    @Test
    void stopsWaitingWhenTheClientGoes() throws Exception {
        one.otherwise(
                Script.json(
                        429,
                        "{\"error\":{\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"2s\"}]}}"));
        int records = gateway.records().size();
        var pending = client.sendAsync(
                HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                        .header("authorization", "Bearer " + Manifest.KEY)
                        .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"patient\",\"messages\":[]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        RunningGateway.await(() -> askedNow() == 1);
        Thread.sleep(100);
        pending.cancel(true);

        RunningGateway.await(() -> gateway.records().size() > records);

        assertThat(gateway.records().getLast().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(askedNow()).isEqualTo(1);
    }

    @Test
    void routesByTheRequestsHeaders() throws Exception {
        one.otherwise(good("first", false));
        two.otherwise(good("second", false));

        assertThat(chat("gold", false, "X-Tier", "gold").body()).contains("first");
        assertThat(chat("gold", false).body()).contains("second");
    }

    @Test
    void routesByTheRequestItself() throws Exception {
        one.otherwise(good("first", false));
        two.otherwise(good("second", false));

        assertThat(chat("hurried", false, "X-Sluice-Timeout-Ms", "1999").body()).contains("first");
        assertThat(chat("hurried", false, "X-Sluice-Timeout-Ms", "2000").body()).contains("second");
        assertThat(chat("hurried", false).body()).contains("second");
        two.otherwise(good("second", true));
        assertThat(chat("hurried", true, "X-Sluice-Timeout-Ms", "1999").body()).contains("second");
        assertThat(one.lastRequest().headers()).doesNotContainKey("x-sluice-timeout-ms");
    }

    @Test
    void endsAtTheClientsOwnDeadline() throws Exception {
        one.otherwise(Script.silence());
        two.otherwise(Script.silence());
        long before = System.nanoTime();

        HttpResponse<String> response = chat("v", false, "X-Sluice-Timeout-Ms", "100");

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(record(response).errorClass()).isEqualTo("timeout_total");
        assertThat(record(response).attempts()).hasSize(1);
        assertThat(System.nanoTime() - before).isGreaterThan(100_000_000L);
        assertThat(chat("v", false, "X-Sluice-Timeout-Ms", "soon").body())
                .contains("x-sluice-timeout-ms", "whole number");
        assertThat(chat("v", false, "X-Sluice-Timeout-Ms", "0").statusCode()).isEqualTo(400);
    }

    @Test
    void neverLeavesTheRegionThatAKeyIsBoundTo() throws Exception {
        one.otherwise(good("first", false));
        two.otherwise(Script.json(503, BUSY.formatted("load")));
        int before = one.requests().size();

        HttpResponse<String> failed = chatBy(BOUND, "patient", false);
        HttpResponse<String> torn = chatBy(TORN, "v", false);

        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(record(failed).attempts()).extracting(Attempt::model).containsOnly("two/m");
        assertThat(torn.statusCode()).isEqualTo(400);
        assertThat(torn.body()).contains("'region-two and region-one'", "residency");
        assertThat(one.requests()).hasSize(before);
    }

    @Test
    void grantsByTheNameThatIsAskedForAlone() throws Exception {
        assertThat(chat("one/m", false).statusCode()).isEqualTo(403);
        assertThat(chat("hidden", false).statusCode()).isEqualTo(403);
        assertThat(chat("nothing", false).statusCode()).isEqualTo(404);
        String list = get("/v1/models").body();
        assertThat(ReplayingProvider.json(list).path("data").findValuesAsText("id"))
                .isEqualTo(List.of("gold", "hurried", "other-first", "other-last", "patient", "stubborn", "v", "wide"));
        assertThat(ReplayingProvider.json(get("/v1/models/v").body()).path("id").asText())
                .isEqualTo("v");
        assertThat(get("/v1/models/hidden").statusCode()).isEqualTo(403);
    }
}
