package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.usage.Outcome;
import dev.sluice.contract.usage.UsageRecord;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits and budgets as clients meet them. */
class LimitsTest {
    private static final String ANSWER =
            "{\"id\":\"c\",\"object\":\"chat.completion\",\"model\":\"up\",\"choices\":[{\"index\":0,"
                    + "\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":500,\"total_tokens\":1500}}";
    /** 1,000 × $1 and 500 × $2 per million. */
    private static final long COST_NANOS = 2_000_000;

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

    private HttpResponse<String> chat(String model) throws Exception {
        return served.post(
                "/v1/chat/completions",
                "{\"model\":\"" + model
                        + "\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void refusesWhatIsOverTheRateAndSaysHowItStands() throws Exception {
        start(rate("per-bot", "{per: [serviceAccount], limits: [{unit: requests, amount: 2, window: 1h}]}"));

        HttpResponse<String> first = chat("openai/m");
        chat("openai/m");
        HttpResponse<String> third = chat("openai/m");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(header(first, "x-ratelimit-limit-requests")).isEqualTo("2");
        assertThat(header(first, "x-ratelimit-remaining-requests")).isEqualTo("1");
        assertThat(third.statusCode()).isEqualTo(429);
        JsonNode error = ReplayingProvider.json(third.body()).path("error");
        assertThat(error.path("code").asText()).isEqualTo("rate_limit_exceeded");
        assertThat(error.path("type").asText()).isEqualTo("rate_limit_error");
        assertThat(error.path("rule").asText()).isEqualTo("per-bot");
        assertThat(error.path("limit").asLong()).isEqualTo(2);
        assertThat(error.path("used").asLong()).isEqualTo(2);
        assertThat(error.path("window").asText()).isEqualTo("1h");
        assertThat(error.path("reset").asLong()).isBetween(1L, 3_660L);
        assertThat(header(third, "x-sluice-limited-by")).isEqualTo("gateway");
        assertThat(header(third, "x-ratelimit-remaining-requests")).isEqualTo("0");
        assertThat(Long.parseLong(header(third, "retry-after"))).isBetween(1L, 3_660L);
        assertThat(served.provider().asked()).hasSize(2);
        UsageRecord record = served.record(third);
        assertThat(record.outcome()).isEqualTo(Outcome.LIMITED);
        assertThat(record.errorClass()).isEqualTo("rate_limit");
        assertThat(record.status()).isEqualTo(429);
    }

    @Test
    void tellsOfItsOwnLimitsInPlaceOfTheProviders() throws Exception {
        served.provider()
                .reply(
                        200,
                        Map.of(
                                "x-ratelimit-limit-requests", "500",
                                "x-ratelimit-remaining-requests", "499",
                                "x-ratelimit-reset-requests", "1s",
                                "x-ratelimit-limit-tokens", "200000",
                                "x-ratelimit-remaining-tokens", "199000"),
                        ANSWER);
        start(rate("per-bot", "{per: [serviceAccount], limits: [{unit: requests, amount: 2, window: 1h}]}"));

        HttpResponse<String> answer = chat("openai/m");

        assertThat(answer.headers().allValues("x-ratelimit-limit-requests")).containsExactly("2");
        assertThat(answer.headers().allValues("x-ratelimit-remaining-requests")).containsExactly("1");
        assertThat(answer.headers().allValues("x-ratelimit-reset-requests")).hasSize(1);
        assertThat(header(answer, "x-ratelimit-reset-requests")).isNotEqualTo("1s");
        assertThat(answer.headers().allValues("x-ratelimit-limit-tokens")).containsExactly("200000");
        assertThat(answer.headers().allValues("x-ratelimit-remaining-tokens")).containsExactly("199000");
    }

    @Test
    void tellsOfItsOwnLimitsBesideAProvidersError() throws Exception {
        served.provider()
                .reply(
                        429,
                        Map.of(
                                "retry-after", "30",
                                "x-ratelimit-limit-requests", "500",
                                "x-ratelimit-remaining-requests", "0",
                                "x-ratelimit-reset-requests", "1s",
                                "x-ratelimit-remaining-tokens", "199000"),
                        "{\"error\":{\"message\":\"slow down\",\"type\":\"requests\",\"code\":\"rate_limit_exceeded\"}}");
        start(rate("per-bot", "{per: [serviceAccount], limits: [{unit: requests, amount: 2, window: 1h}]}"));

        HttpResponse<String> answer = chat("openai/m");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(header(answer, "x-sluice-limited-by")).isEqualTo("provider");
        assertThat(header(answer, "retry-after")).isEqualTo("30");
        assertThat(answer.headers().allValues("x-ratelimit-limit-requests")).containsExactly("2");
        assertThat(answer.headers().allValues("x-ratelimit-remaining-requests")).containsExactly("1");
        assertThat(header(answer, "x-ratelimit-reset-requests")).isNotEqualTo("1s");
        assertThat(answer.headers().allValues("x-ratelimit-remaining-tokens")).containsExactly("199000");
    }

    @Test
    void tellsClientsOfMessagesInTheirDialect() throws Exception {
        start(rate("none", "{limits: [{unit: requests, amount: 0, window: 1m}]}"));

        HttpResponse<String> refused = served.post(
                "/v1/messages",
                "{\"model\":\"openai/m\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

        assertThat(refused.statusCode()).isEqualTo(429);
        JsonNode body = ReplayingProvider.json(refused.body());
        assertThat(body.path("type").asText()).isEqualTo("error");
        assertThat(body.at("/error/type").asText()).isEqualTo("rate_limit_error");
        assertThat(body.at("/error/message").asText()).contains("'none' is reached: 0 requests per 1m");
    }

    @Test
    void saysThatWaitingIsOfNoUseWhereARequestMayTakeMoreThanThereEverIs() throws Exception {
        start(rate("small", "{limits: [{unit: outputTokens, amount: 9, window: 1m}]}"));

        HttpResponse<String> refused = chat("openai/m");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(ReplayingProvider.json(refused.body()).at("/error/message").asText())
                .isEqualTo("The rate limit 'small' is too small for this request, which may take 10 output tokens of"
                        + " 9 output tokens per 1m: ask for less (a smaller max_tokens, a shorter prompt), or have an"
                        + " administrator raise it.");
        assertThat(header(refused, "x-should-retry")).isEqualTo("false");
        assertThat(refused.headers().firstValue("retry-after")).isEmpty();
    }

    @Test
    void saysWhatARequestMayTakeWhereTooLittleIsLeft() throws Exception {
        start(rate("some", "{limits: [{unit: outputTokens, amount: 505, window: 1m}]}"));
        assertThat(chat("openai/m").statusCode()).isEqualTo(200);

        HttpResponse<String> refused = chat("openai/m");

        assertThat(ReplayingProvider.json(refused.body()).at("/error/message").asText())
                .containsPattern("'some' has too little left: 505 output tokens per 1m, \\d+ are used, and this request"
                        + " may take 10 output tokens[.] Try again in \\d+ s[.]");
    }

    @Test
    void settlesWhatWasTakenInPlaceOfTheEstimate() throws Exception {
        start(budget("month", "{accuracy: soft, limits: [{usd: \"0.005\", period: month}]}"));

        assertThat(chat("openai/m").statusCode()).isEqualTo(200);
        assertThat(chat("openai/m").statusCode()).isEqualTo(200);
        assertThat(chat("openai/m").statusCode()).isEqualTo(200); // what it takes is known afterwards alone
        HttpResponse<String> refused = chat("openai/m");

        assertThat(refused.statusCode()).isEqualTo(429);
        JsonNode error = ReplayingProvider.json(refused.body()).path("error");
        assertThat(error.path("code").asText()).isEqualTo("budget_exceeded");
        assertThat(error.path("limit").asText()).isEqualTo("0.005");
        assertThat(error.path("used").asText()).isEqualTo("0.006");
        assertThat(header(refused, "x-should-retry")).isEqualTo("false");
        long settled = served.gateway().records().stream()
                .mapToLong(record -> record.costNanos() == null ? 0 : record.costNanos())
                .sum();
        assertThat(settled).isEqualTo(3 * COST_NANOS);
    }

    @Test
    void answersByAnotherModelWhenTheBudgetSaysSo() throws Exception {
        start(budget(
                "month", "{accuracy: soft, limits: [{usd: \"0.001\", period: month}], onExceeded: {model: groq/m}}"));

        assertThat(header(chat("openai/m"), "x-sluice-model")).isEqualTo("openai/m");
        HttpResponse<String> other = chat("openai/m");

        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(header(other, "x-sluice-model")).isEqualTo("groq/m");
        assertThat(served.asked().json().path("model").asText()).isEqualTo("other");
        assertThat(served.record(other).modelAsked()).isEqualTo("openai/m");
    }

    @Test
    void givesBackWhatFailedCallsHeld() throws Exception {
        start(rate(
                "flight", "{limits: [{unit: concurrent, amount: 1}, {unit: outputTokens, amount: 100, window: 1h}]}"));
        served.provider().reply(500, "{\"error\":{\"message\":\"no\"}}");

        for (int n = 0; n < 20; n++) {
            assertThat(chat("openai/m").statusCode()).isEqualTo(502);
        }
    }

    @Test
    void countsByAccountAtTheTarget() throws Exception {
        start(rate("per-account", "{per: [account], limits: [{unit: requests, amount: 1, window: 1h}]}"));

        assertThat(chat("openai/m").statusCode()).isEqualTo(200);
        HttpResponse<String> refused = chat("openai/m");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("per-account");
        assertThat(chat("groq/m").statusCode()).isEqualTo(200);
        assertThat(served.record(refused).outcome()).isEqualTo(Outcome.LIMITED);
    }

    @Test
    void onlyCountsInAuditMode() throws Exception {
        start(rate("watch", "{mode: audit, limits: [{unit: requests, amount: 0, window: 1m}]}"));

        HttpResponse<String> passed = chat("openai/m");

        assertThat(passed.statusCode()).isEqualTo(200);
        assertThat(header(passed, "x-ratelimit-limit-requests")).isEmpty();
    }

    @Test
    void letsAsManyAtOnceAsALimitSays() throws Exception {
        start(rate("flight", "{limits: [{unit: concurrent, amount: 3}]}"));
        served.provider()
                .streamInTwo(
                        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n", "data: [DONE]\n\n");
        List<CompletableFuture<Integer>> calls = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            calls.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return served.post(
                                    "/v1/chat/completions",
                                    "{\"model\":\"openai/m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")
                            .statusCode();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }));
        }
        List<Integer> statuses =
                calls.stream().map(CompletableFuture::join).sorted().toList();

        assertThat(statuses).containsExactly(200, 200, 200, 429, 429, 429);
        served.provider().reply(200, ANSWER);
        assertThat(chat("openai/m").statusCode()).isEqualTo(200);
    }
}
