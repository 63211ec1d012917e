package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.bus.SimulationAnswer;
import dev.sluice.contract.bus.SimulationRequest;
import dev.sluice.contract.explain.Explanation;
import dev.sluice.contract.explain.Verdict;
import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.usage.RuleDecision;
import dev.sluice.gateway.observed.TargetStats;
import dev.sluice.gateway.pipeline.Simulation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a request was decided as it was: in its answer, in its record, and before it is made. */
class ExplainTest {
    private static final String KEY = "sl_explained_0123456789abcdefghijklmnop";
    private static final String ADMIN_KEY = "sl_of_an_admin_0123456789abcdefghijklmn";
    private static final String ANSWER =
            "{\"id\":\"c\",\"object\":\"chat.completion\",\"model\":\"up\",\"choices\":[{\"index\":0,"
                    + "\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":500,\"total_tokens\":1500}}";
    private static final String KEYS = """
            kind: ServiceAccount
            metadata: {name: app}
            spec: {}
            ---
            kind: AccessRule
            metadata: {name: app}
            spec: {subjects: ["serviceAccount:app", "user:ada@example.com"], models: ["*"]}
            ---
            kind: User
            metadata: {name: ada@example.com}
            spec: {roles: [viewer]}
            ---
            kind: ApiKey
            metadata: {name: explained}
            spec: {owner: "serviceAccount:app", models: ["openai/*"], explain: true, secret: {sha256: %s}}
            ---
            kind: ApiKey
            metadata: {name: of-ada}
            spec: {owner: "user:ada@example.com", models: ["*"], secret: {sha256: %s}}
            """.formatted(KeyFormat.sha256(KEY), KeyFormat.sha256(ADMIN_KEY));

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private ServedProviders served;

    @BeforeEach
    void prepare() {
        served = new ServedProviders(directory).with("openai", "/v1", "up").with("groq", "/v1", "other");
        served.provider().reply(200, ANSWER);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private void start(String... manifests) throws IOException {
        served.withManifest(KEYS);
        for (String manifest : manifests) {
            served.withManifest(manifest);
        }
        served.start();
    }

    private static String rate(String name, String spec) {
        return "kind: RateLimit\nmetadata: {name: " + name + "}\nspec: " + spec + "\n";
    }

    private static String budget(String name, String spec) {
        return "kind: Budget\nmetadata: {name: " + name + "}\nspec: " + spec + "\n";
    }

    private HttpResponse<String> ask(String key, String model, String explain) throws Exception {
        return ask(key, "/v1/chat/completions", body(model, false), explain);
    }

    private static String body(String model, boolean stream) {
        return "{\"model\":\"" + model + "\",\"max_tokens\":10,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    }

    private HttpResponse<String> ask(String key, String path, String body, String explain) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(served.gateway().url() + path))
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .header("x-sluice-explain", explain)
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> response) {
        return response.headers().firstValue("x-sluice-explanation").orElse("");
    }

    private static JsonNode explanation(HttpResponse<String> response) {
        return ReplayingProvider.json(header(response));
    }

    private static JsonNode rule(JsonNode explanation, String name) {
        for (JsonNode rule : explanation.path("rules")) {
            if (rule.path("name").asText().equals(name)) {
                return rule;
            }
        }
        throw new AssertionError("no rule " + name + " in " + explanation);
    }

    @Test
    void saysWhyARequestWasLetPass() throws Exception {
        start(
                rate("per-app", "{per: [serviceAccount], limits: [{unit: requests, amount: 5, window: 1h}]}"),
                budget("month", "{accuracy: soft, limits: [{usd: \"1.00\", period: month}]}"));

        ask(KEY, "openai/m", "1");
        HttpResponse<String> second = ask(KEY, "openai/m", "1");

        assertThat(second.statusCode()).isEqualTo(200);
        JsonNode explanation = explanation(second);
        assertThat(explanation.path("outcome").asText()).isEqualTo("admitted");
        assertThat(explanation.at("/principal/serviceAccount").asText()).isEqualTo("app");
        assertThat(explanation.at("/principal/key").asText()).isEqualTo("explained");
        assertThat(explanation.at("/model/grantedBy").asText()).isEqualTo("serviceAccount:app");
        assertThat(explanation.at("/model/allowed").asBoolean()).isTrue();
        JsonNode rate = rule(explanation, "per-app");
        assertThat(rate.path("decision").asText()).isEqualTo("passed");
        assertThat(rate.path("used").asLong()).isEqualTo(1);
        assertThat(rate.path("remaining").asLong()).isEqualTo(4);
        assertThat(rate.at("/segment/serviceAccount").asText()).isEqualTo("app");
        assertThat(rule(explanation, "month").path("used").asText()).isEqualTo("0.002");
        assertThat(explanation.at("/targets/0/account").asText()).isEqualTo("openai");
        assertThat(explanation.at("/targets/0/chosen").asBoolean()).isTrue();
        assertThat(header(ask(KEY, "openai/m", "0"))).isEmpty();
    }

    @Test
    void tellsAllRulesOfARefusal() throws Exception {
        start(
                rate("none", "{limits: [{unit: requests, amount: 0, window: 1h}]}"),
                rate("watched", "{mode: audit, limits: [{unit: requests, amount: 0, window: 1h}]}"),
                rate("wide", "{limits: [{unit: requests, amount: 100, window: 1h}]}"));

        HttpResponse<String> refused = ask(KEY, "openai/m", "1");

        assertThat(refused.statusCode()).isEqualTo(429);
        JsonNode explanation = explanation(refused);
        assertThat(explanation.path("outcome").asText()).isEqualTo("rate_limit");
        assertThat(rule(explanation, "none").path("decision").asText()).isEqualTo("refused");
        assertThat(rule(explanation, "watched").path("decision").asText()).isEqualTo("wouldRefuse");
        assertThat(rule(explanation, "wide").path("decision").asText()).isEqualTo("passed");
        assertThat(explanation.at("/targets/0/chosen").asBoolean(true)).isFalse();
        assertThat(served.record(refused).rules())
                .containsExactly(new RuleDecision("RateLimit", "none", RuleDecision.REFUSED));
    }

    @Test
    void tellsOfStreamsAndOfModelsThatMayNotBeUsed() throws Exception {
        start();

        assertThat(explanation(ask(KEY, "/v1/chat/completions", body("openai/m", true), "1"))
                        .path("outcome")
                        .asText())
                .isEqualTo("admitted");
        HttpResponse<String> denied = ask(KEY, "groq/m", "1");
        assertThat(denied.statusCode()).isEqualTo(403);
        JsonNode explanation = explanation(denied);
        assertThat(explanation.path("outcome").asText()).isEqualTo("not_allowed");
        assertThat(explanation.at("/model/allowed").asBoolean(true)).isFalse();
        assertThat(explanation.at("/model/grantedBy").asText()).isEqualTo("serviceAccount:app");
        assertThat(explanation(ask(KEY, "/v1/chat/completions", "{", "1"))
                        .path("outcome")
                        .asText())
                .isEqualTo("invalid_request");
    }

    @Test
    void isForThoseWhoMaySeeRules() throws Exception {
        start(rate("per-app", "{limits: [{unit: requests, amount: 5, window: 1h}]}"));

        HttpResponse<String> refused = ask(Manifest.KEY, "openai/m", "1");

        assertThat(refused.statusCode()).isEqualTo(403);
        JsonNode error = ReplayingProvider.json(refused.body()).path("error");
        assertThat(error.path("code").asText()).isEqualTo("explain_not_allowed");
        assertThat(error.path("type").asText()).isEqualTo("permission_error");
        assertThat(error.path("message").asText()).contains("spec.explain");
        assertThat(header(refused)).isEmpty();
        assertThat(served.provider().asked()).isEmpty();
        assertThat(explanation(ask(ADMIN_KEY, "groq/m", "1")).path("outcome").asText())
                .isEqualTo("admitted");
        assertThat(ask(ADMIN_KEY, "groq/m", "yes").statusCode()).isEqualTo(400);
    }

    /** Whatever there is to tell, headers stay small and ASCII. */
    @Test
    void keepsWithinTheRoomOfAHeader() throws Exception {
        String[] many = new String[80];
        for (int i = 0; i < many.length; i++) {
            many[i] = rate(
                    "r" + i,
                    "{per: [key, model], limits: [{unit: requests, amount: " + (i == 77 ? 0 : 9) + ", window: 1h}]}");
        }
        start(many);

        String header = header(ask(KEY, "openai/m", "1"));

        assertThat(header.length()).isBetween(4_000, 6 << 10);
        JsonNode explanation = ReplayingProvider.json(header);
        assertThat(explanation.path("truncated").asBoolean()).isTrue();
        assertThat(explanation.at("/rules/0/name").asText()).isEqualTo("r77");
    }

    @Test
    void recordsWhatRulesDidBesidesLettingPass() throws Exception {
        start(
                rate("watched", "{mode: audit, limits: [{unit: requests, amount: 0, window: 1h}]}"),
                budget(
                        "month",
                        "{accuracy: soft, match: {subjects: {in: [\"user:ada@example.com\"]}},"
                                + " limits: [{usd: \"0.00\", period: month}], onExceeded: {model: groq/m}}"));

        HttpResponse<String> other = ask(ADMIN_KEY, "openai/m", "1");

        assertThat(other.statusCode()).isEqualTo(200);
        JsonNode explanation = explanation(other);
        assertThat(rule(explanation, "month").path("decision").asText()).isEqualTo("excused");
        assertThat(explanation.at("/targets/0/model").asText()).isEqualTo("groq/m");
        assertThat(served.record(other).rules())
                .containsExactlyInAnyOrder(
                        new RuleDecision("Budget", "month", RuleDecision.REROUTED),
                        new RuleDecision("RateLimit", "watched", RuleDecision.WOULD_REFUSE));
        assertThat(served.record(ask(KEY, "openai/m", "0")).rules())
                .containsExactly(new RuleDecision("RateLimit", "watched", RuleDecision.WOULD_REFUSE));
    }

    private SimulationAnswer simulate(SimulationRequest request) {
        Gateway gateway = served.gateway().gateway();
        return new Simulation(gateway.limits().limiter(), InstantSource.system(), new TargetStats(), gateway.health())
                .run(Objects.requireNonNull(gateway.keeper().current()), request);
    }

    private static SimulationRequest of(@Nullable String key, @Nullable String user, String model) {
        return new SimulationRequest(key, user, null, model, Map.of(), "", 1_000_000, 1_000_000, false, Map.of());
    }

    private Explanation candidates(Map<String, String> headers, boolean stream) {
        return Objects.requireNonNull(
                simulate(new SimulationRequest("of-ada", null, null, "v", Map.of(), "", 1, 1, stream, headers))
                        .explanation());
    }

    @Test
    void showsAllCandidatesAndWhyOthersAreNone() throws Exception {
        start(
                "kind: VirtualModel\nmetadata: {name: v}\nspec: {strategy: {type: least-busy}, targets: [{model: openai/m},"
                        + " {model: groq/m, when: {headers: {X-Tier: {in: [gold]}}, parameters: {stream: {in: [false]}}}}]}\n");

        Explanation both = candidates(Map.of("x-tier", "gold"), false);
        Explanation one = candidates(Map.of("x-tier", "gold"), true);

        assertThat(both.targets())
                .extracting(Explanation.Target::chosen, Explanation.Target::skipped, Explanation.Target::score)
                .containsExactly(tuple(true, null, 0.0), tuple(false, "not_reached", 0.0));
        assertThat(one.targets())
                .extracting(Explanation.Target::model, Explanation.Target::chosen, Explanation.Target::skipped)
                .containsExactly(tuple("openai/m", true, null), tuple("groq/m", false, "left_out"));
        assertThat(one.targets().getLast().reason()).contains("when");
        JsonNode asked = explanation(ask(ADMIN_KEY, "v", "1")).path("targets");
        assertThat(asked.findValuesAsText("model")).containsExactly("openai/m", "groq/m");
        assertThat(asked.path(0).path("chosen").asBoolean()).isTrue();
        assertThat(asked.path(0).path("score").isNumber()).isTrue();
        assertThat(asked.path(1).path("skipped").asText()).isEqualTo("left_out");
    }

    @Test
    void saysWhyACandidateComesAfterTheOthers() throws Exception {
        start("kind: VirtualModel\nmetadata: {name: v}\nspec: {strategy: {type: priority},"
                + " targets: [{model: openai/m}, {model: groq/m, priority: 1}]}\n");
        served.provider().reply(429, "{\"error\":{\"message\":\"slow down\"}}");
        assertThat(ask(ADMIN_KEY, "openai/m", "0").statusCode()).isEqualTo(429);

        assertThat(candidates(Map.of(), false).targets())
                .extracting(Explanation.Target::model, Explanation.Target::chosen, Explanation.Target::skipped)
                .containsExactly(tuple("groq/m", true, null), tuple("openai/m", false, "not_reached"));
        assertThat(candidates(Map.of(), false).targets().getFirst().reason()).isNull();
        assertThat(candidates(Map.of(), false).targets().getLast().reason()).contains("rests after rate_limited");
    }

    @Test
    void simulatesWithoutCounting() throws Exception {
        start(
                rate("per-key", "{per: [key], limits: [{unit: requests, amount: 2, window: 1h}]}"),
                rate(
                        "account",
                        "{match: {models: {in: [\"openai/*\"]}}, per: [account],"
                                + " limits: [{unit: requests, amount: 1, window: 1h}]}"),
                budget("month", "{accuracy: soft, limits: [{usd: \"3.00\", period: month}]}"));
        for (int i = 0; i < 10; i++) {
            Explanation passes = Objects.requireNonNull(
                    simulate(of("explained", null, "openai/m")).explanation());
            assertThat(passes.outcome()).isEqualTo("admitted");
            assertThat(passes.rules())
                    .filteredOn(rule -> rule.name().equals("month"))
                    .singleElement()
                    .satisfies(rule -> assertThat(rule.estimate().written()).isEqualTo("3.00"));
        }
        assertThat(served.gateway().gateway().limits().counters().all()).isEmpty();
        assertThat(ask(KEY, "openai/m", "1").statusCode()).isEqualTo(200);

        Explanation refused = Objects.requireNonNull(
                simulate(of("explained", null, "openai/m")).explanation());
        assertThat(refused.outcome()).isEqualTo("budget");
        assertThat(refused.rules())
                .extracting(Explanation.Rule::name, Explanation.Rule::decision)
                .containsExactlyInAnyOrder(tuple("per-key", Verdict.PASSED), tuple("month", Verdict.REFUSED));
        Explanation atTarget = Objects.requireNonNull(simulate(
                        new SimulationRequest("explained", null, null, "openai/m", Map.of(), "", 1, 1, false, Map.of()))
                .explanation());
        assertThat(atTarget.outcome()).isEqualTo("rate_limit");
        assertThat(atTarget.targets().getFirst().skipped()).isEqualTo("rate_limit");
        assertThat(atTarget.targets().getFirst().rules().getFirst().segment()).isEqualTo(Map.of("account", "openai"));
    }

    @Test
    void simulatesAccessAndSaysWhatItDoesNotKnow() throws Exception {
        start();

        assertThat(Objects.requireNonNull(
                                simulate(of("explained", null, "groq/m")).explanation())
                        .outcome())
                .isEqualTo("not_allowed");
        assertThat(Objects.requireNonNull(
                                simulate(of(null, "ada@example.com", "groq/m")).explanation())
                        .outcome())
                .isEqualTo("admitted");
        assertThat(simulate(of("nobody", null, "groq/m")).field()).isEqualTo("key");
        assertThat(simulate(of(null, "nobody", "groq/m")).field()).isEqualTo("user");
        assertThat(simulate(of("explained", null, "nothing")).field()).isEqualTo("model");
    }
}
