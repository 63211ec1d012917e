package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.usage.Attempt;
import dev.sluice.contract.usage.Outcome;
import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.gateway.hedge.HedgeReading;
import dev.sluice.gateway.limit.LimitKeeper;
import dev.sluice.testkit.FakeProvider;
import dev.sluice.testkit.Script;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Second attempts beside late ones, over real sockets. */
class HedgeTest {
    /** As long as the estimate of the request below, so that a lost answer costs half of a whole one. */
    private static final String USAGE = "{\"prompt_tokens\":50,\"completion_tokens\":50,\"total_tokens\":100}";

    private static final String PROMPT = "tell me something about hedges, and why gardeners like them. ".repeat(4);
    private static final int WARM_UP = 150;
    private static final int NEVER = 30_000;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private FakeProvider one;
    private FakeProvider two;
    private RunningGateway gateway;
    private HedgeReading before;
    private int asked;
    private int abortedAtOne;
    private int abortedAtTwo;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        one = FakeProvider.start(vertx);
        two = FakeProvider.start(vertx);
        one.otherwise(answer("one", 5));
        two.otherwise(answer("two", 5));
        gateway = RunningGateway.alone(vertx, directory, manifests());
        for (int i = 0; i < WARM_UP; i++) {
            assertThat(send("v", true).statusCode()).isEqualTo(200); // a few of them may be hedged
        }
        RunningGateway.await(() -> gateway.records().size() == WARM_UP);
        before = reading();
        asked = two.requests().size();
        abortedAtOne = one.aborted();
        abortedAtTwo = two.aborted();
        one.otherwise(answer("one", NEVER));
    }

    private String manifests() {
        return account("one", one) + account("two", two) + """
                kind: VirtualModel
                metadata: {name: v}
                spec:
                  strategy: {type: priority}
                  targets: [{model: one/m}, {model: two/m, priority: 1}]
                  fallback: {on: [server_error, timeout_first_token]}
                  hedge: {after: p98, maxExtraSpend: "3%%"}
                ---
                kind: ServiceAccount
                metadata: {name: bot}
                spec: {}
                ---
                kind: AccessRule
                metadata: {name: bot}
                spec: {subjects: ["serviceAccount:bot"], models: [v]}
                ---
                kind: RateLimit
                metadata: {name: key-tokens}
                spec: {match: {}, per: [key], limits: [{unit: tokens, amount: 1000000, window: 1h}]}
                ---
                kind: RateLimit
                metadata: {name: account-tokens}
                spec: {match: {}, per: [account], limits: [{unit: tokens, amount: 1000000, window: 1h}]}
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
                       timeouts: {connect: 1s, firstToken: 3s, idle: 3s, total: 10s}}
                ---
                kind: Model
                metadata: {name: %1$s/m}
                spec: {account: %1$s, upstream: up, price: {input: "1", output: "1"}}
                ---
                """.formatted(name, provider.baseUrl());
    }

    private static Script answer(String word, int millis) {
        return after(millis, Script.answer(USAGE, word));
    }

    private static Script after(int millis, Script script) {
        List<Script.Step> steps = new ArrayList<>(script.steps());
        steps.addFirst(new Script.Step.Wait(millis));
        return new Script(script.status(), script.contentType(), steps);
    }

    @AfterEach
    void stop() {
        gateway.close();
        one.close();
        two.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private CompletableFuture<HttpResponse<String>> begin(String model, boolean stream) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .header("authorization", "Bearer " + Manifest.KEY)
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + model + "\",\"stream\":" + stream
                        + ",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"" + PROMPT + "\"}]}"))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String model, boolean stream) throws Exception {
        return begin(model, stream).get(10, TimeUnit.SECONDS);
    }

    private UsageRecord record(HttpResponse<String> response) {
        return gateway.record(response.headers().firstValue("x-request-id").orElseThrow());
    }

    private HedgeReading reading() {
        return gateway.gateway().hedges().readings().getFirst();
    }

    /** Money adds up, the limits have counted both attempts, and nothing stays reserved. */
    private void settled(UsageRecord record) {
        assertThat(record.attempts().stream().mapToLong(Attempt::costNanos).sum())
                .isEqualTo(record.costNanos());
        LimitKeeper limits = gateway.gateway().limits();
        RunningGateway.await(() -> limits.counters().reserved(limits.clock().now()) == 0);
        long tokens = gateway.records().stream()
                .mapToLong(one -> one.tokens().allInput() + one.tokens().allOutput())
                .sum();
        for (String rule : List.of("key-tokens", "account-tokens")) {
            assertThat(used(limits, rule)).as(rule).isEqualTo(tokens);
        }
    }

    private static long used(LimitKeeper limits, String rule) {
        return limits.counters().all().stream()
                .filter(segment -> segment.id().rule().endsWith(rule))
                .flatMap(segment -> segment.counters().stream())
                .mapToLong(counter -> counter.used(limits.clock().now()))
                .sum();
    }

    @Test
    void asksTheNextTargetWhenTheFirstIsLateAndRecordsTheLoserAsHedge() throws Exception {
        HttpResponse<String> response = send("v", true);

        assertThat(response.body()).contains("two").doesNotContain("one");
        assertThat(response.headers().firstValue("x-sluice-model")).hasValue("two/m");
        assertThat(response.headers().firstValue("x-sluice-attempts")).hasValue("2");
        UsageRecord record = record(response);
        assertThat(record.outcome()).isEqualTo(Outcome.OK);
        assertThat(record.overheadMicros()).as("without the wait for the first").isLessThan(record.latencyMicros() / 2);
        assertThat(record.attempts())
                .extracting(Attempt::n, Attempt::kind, Attempt::model, Attempt::errorClass)
                .containsExactly(tuple(1, "hedge", "one/m", "cancelled"), tuple(2, "primary", "two/m", ""));
        assertThat(record.attempts().getFirst().costNanos()).isPositive();
        assertThat(record.attempts().getFirst().latencyMicros()).isLessThan(1_000_000);
        RunningGateway.await(() -> one.aborted() == abortedAtOne + 1);
        settled(record);
        assertThat(reading().started() - before.started()).isEqualTo(1);
        assertThat(reading().won() - before.won()).isEqualTo(1);
        assertThat(reading().costNanos() - before.costNanos())
                .isEqualTo(record.attempts().getFirst().costNanos());
    }

    @Test
    void cancelsTheSecondWhenTheFirstAnswersAfterAll() throws Exception {
        one.otherwise(answer("one", 600));
        two.otherwise(answer("two", NEVER));

        HttpResponse<String> response = send("v", true);

        assertThat(response.body()).contains("one").doesNotContain("two");
        UsageRecord record = record(response);
        assertThat(record.attempts())
                .extracting(Attempt::kind, Attempt::model, Attempt::errorClass)
                .containsExactly(tuple("primary", "one/m", ""), tuple("hedge", "two/m", "cancelled"));
        RunningGateway.await(() -> two.aborted() == abortedAtTwo + 1);
        settled(record);
        assertThat(reading().won()).isEqualTo(before.won());
    }

    @Test
    void countsTheInputOfALoserThatHasBegunToAnswerWithoutContent() throws Exception {
        Script slow = Script.answer(USAGE, "one");
        one.otherwise(slow.cutAt(1, new Script.Step.Hang()));

        UsageRecord record = record(send("v", true));

        assertThat(record.attempts().getFirst().kind()).isEqualTo("hedge");
        assertThat(record.attempts().getFirst().status()).isEqualTo(200);
        assertThat(record.attempts().getFirst().tokens().allInput()).isPositive();
        settled(record);
    }

    @Test
    void goesOnWithTheOneThatIsLeft() throws Exception {
        two.otherwise(Script.json(500, "{\"error\":{\"message\":\"no\"}}"));
        one.otherwise(answer("one", 600));
        UsageRecord late = record(send("v", true));
        assertThat(late.attempts())
                .extracting(Attempt::kind, Attempt::model, Attempt::errorClass)
                .containsExactly(tuple("primary", "one/m", ""), tuple("hedge", "two/m", "server_error"));
        settled(late);

        one.otherwise(after(400, Script.json(500, "{\"error\":{\"message\":\"no\"}}")));
        two.otherwise(answer("two", 800));
        UsageRecord failed = record(send("v", true));
        assertThat(failed.attempts())
                .extracting(Attempt::kind, Attempt::model, Attempt::errorClass)
                .containsExactly(tuple("primary", "one/m", "server_error"), tuple("fallback", "two/m", ""));
        assertThat(failed.outcome()).isEqualTo(Outcome.OK);
        settled(failed);
    }

    @Test
    void tellsTheFirstErrorWhenBothFailOrTheFirstMustNotBeHidden() throws Exception {
        two.otherwise(Script.json(500, "{\"error\":{\"message\":\"of the second\"}}"));
        one.otherwise(after(400, Script.json(500, "{\"error\":{\"message\":\"of the first\"}}")));
        HttpResponse<String> both = send("v", true);
        assertThat(both.body()).contains("'one' failed");
        assertThat(record(both).attempts()).hasSize(2);
        settled(record(both));

        two.otherwise(answer("two", NEVER));
        one.otherwise(after(400, Script.json(400, "{\"error\":{\"message\":\"bad temperature\"}}")));
        HttpResponse<String> refused = send("v", true);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("bad temperature");
        assertThat(record(refused).attempts().getLast().errorClass()).isEqualTo("cancelled");
        settled(record(refused));
    }

    @Test
    void endsBothWhenTheClientGoes() throws Exception {
        two.otherwise(answer("two", NEVER));
        CompletableFuture<HttpResponse<String>> gone = begin("v", true);
        RunningGateway.await(() -> two.requests().size() == asked + 1);

        gone.cancel(true);

        RunningGateway.await(() -> one.aborted() == abortedAtOne + 1 && two.aborted() == abortedAtTwo + 1);
        RunningGateway.await(() -> gateway.records().getLast().outcome() == Outcome.CANCELLED);
        assertThat(gateway.records().getLast().attempts())
                .extracting(Attempt::kind)
                .containsExactly("primary", "hedge");
        settled(gateway.records().getLast());
    }

    @Test
    void doesNotHedgeWhatIsAnsweredInOnePieceOrCostsTooMuch() throws Exception {
        one.otherwise(after(
                500,
                Script.json(200, "{\"choices\":[{\"message\":{\"content\":\"whole\"}}],\"usage\":" + USAGE + "}")));
        assertThat(send("v", false).body()).contains("whole");
        assertThat(two.requests()).hasSize(asked);

        one.otherwise(answer("one", 500));
        int hedged = 0;
        while (reading().refused() == before.refused() && hedged++ < 30) {
            send("v", true);
        }
        // A hundred and fifty requests have earned 3 % of what they cost: the input of nine.
        assertThat(reading().started()).isBetween(7L, 12L);
        assertThat(reading().refused()).isEqualTo(before.refused() + 1);
    }
}
