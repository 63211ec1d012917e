package dev.sluice.gateway;

import static dev.sluice.gateway.ReplayingProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What clients learn of a provider's errors and limits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderErrorsTest {
    private static final String HELLO = "\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final String TOO_LONG =
            "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 210000 tokens\"}}";
    private static final Map<String, String> LIMITS = Map.of(
            "anthropic-ratelimit-requests-remaining",
            "3",
            "retry-after-ms",
            "2100",
            "x-should-retry",
            "true",
            "set-cookie",
            "session=secret",
            "x-api-key",
            "upstream-secret");
    private static final String ANSWER = """
            {"id":"m1","type":"message","role":"assistant","model":"claude","content":[{"type":"text","text":"Hello."}],
            "stop_reason":"end_turn","usage":{"input_tokens":5,"output_tokens":1}}""";

    private ServedProviders served;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        served = new ServedProviders(directory)
                .with("anthropic", "", "claude-sonnet-4-6")
                .with("openai", "/v1", "gpt-4o-mini")
                .with("gemini", "", "gemini-3.5-flash")
                .start();
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private HttpResponse<String> chat(String provider) throws Exception {
        return served.post("/v1/chat/completions", "{\"model\":\"" + provider + "/m\"," + HELLO);
    }

    private HttpResponse<String> messages(String provider) throws Exception {
        return served.post("/v1/messages", "{\"model\":\"" + provider + "/m\"," + HELLO);
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void tellsLimitsToClientsOfAnotherDialect() throws Exception {
        served.provider()
                .reply(
                        429,
                        LIMITS,
                        "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow\"}}");

        HttpResponse<String> response = chat("anthropic");

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(header(response, "retry-after")).isEqualTo("3");
        assertThat(header(response, "x-should-retry")).isEqualTo("true");
        assertThat(header(response, "x-sluice-limited-by")).isEqualTo("provider");
        assertThat(header(response, "x-ratelimit-remaining-requests")).isEqualTo("3");
        assertThat(response.headers().map())
                .doesNotContainKeys(
                        "anthropic-ratelimit-requests-remaining", "set-cookie", "x-api-key", "retry-after-ms");
    }

    @Test
    void tellsLimitsOnSuccessAsWell() throws Exception {
        served.provider().reply(200, LIMITS, ANSWER);

        HttpResponse<String> own = messages("anthropic");
        HttpResponse<String> other = chat("anthropic");

        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(header(own, "anthropic-ratelimit-requests-remaining")).isEqualTo("3");
        assertThat(other.headers().map()).doesNotContainKey("anthropic-ratelimit-requests-remaining");
        for (HttpResponse<String> response : List.of(own, other)) {
            assertThat(header(response, "x-ratelimit-remaining-requests")).isEqualTo("3");
            assertThat(response.headers().map())
                    .doesNotContainKeys(
                            "set-cookie", "x-api-key", "retry-after", "x-should-retry", "x-sluice-limited-by");
        }
    }

    @Test
    void pitfall52TellsNoDelayThatNobodyNamed() throws Exception {
        served.provider()
                .reply(
                        429,
                        "{\"error\":{\"code\":429,\"message\":\"Resource exhausted\",\"status\":\"RESOURCE_EXHAUSTED\"}}");
        HttpResponse<String> silent = chat("gemini");
        served.provider()
                .reply(
                        429,
                        "{\"error\":{\"code\":429,\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"34s\"}]}}");
        HttpResponse<String> named = chat("gemini");

        assertThat(header(silent, "retry-after")).isEmpty();
        assertThat(header(named, "retry-after")).isEqualTo("34");
    }

    @Test
    void pitfall50AQuotaThatIsGoneIsNotWorthAnotherTry() throws Exception {
        served.provider()
                .reply(429, "{\"error\":{\"message\":\"You exceeded your quota\",\"code\":\"insufficient_quota\"}}");
        HttpResponse<String> gone = chat("openai");
        served.provider().reply(402, "{\"error\":{\"message\":\"Pay first\"}}");
        HttpResponse<String> unpaid = messages("openai");
        served.provider().reply(503, "{\"error\":{\"message\":\"busy\"}}");
        HttpResponse<String> busy = chat("openai");

        assertThat(gone.statusCode()).isEqualTo(unpaid.statusCode()).isEqualTo(429);
        assertThat(header(gone, "x-should-retry")).isEqualTo("false");
        assertThat(header(unpaid, "x-should-retry")).isEqualTo("false");
        assertThat(json(gone.body()).at("/error/code").asText()).isEqualTo("insufficient_quota");
        assertThat(busy.statusCode()).isEqualTo(503);
        assertThat(header(busy, "x-should-retry")).isEmpty();
    }

    @Test
    void tellsTheProvidersWordsOnTheRequest() throws Exception {
        served.provider().reply(400, TOO_LONG);

        HttpResponse<String> other = chat("anthropic");
        HttpResponse<String> own = messages("anthropic");

        assertThat(json(other.body()).at("/error/message").asText())
                .isEqualTo(
                        "The provider account 'anthropic' refused the request (context_window): prompt is too long: 210000 tokens");
        assertThat(json(other.body()).at("/error/code").asText()).isEqualTo("context_length_exceeded");
        assertThat(own.body()).isEqualTo(TOO_LONG);
    }

    @Test
    void keepsTheProvidersWordsOnItsAccountToItself() throws Exception {
        served.provider().reply(401, "{\"error\":{\"message\":\"Incorrect API key provided: upstream-secret\"}}");

        for (HttpResponse<String> response : List.of(chat("openai"), messages("openai"))) {
            assertThat(response.statusCode()).isEqualTo(502);
            assertThat(response.body()).doesNotContain("Incorrect").doesNotContain("upstream-secret");
        }
    }

    @Test
    void tellsTheSameInsideAStream() throws Exception {
        served.provider()
                .streamInTwo(
                        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hal\"}}]}\n\n",
                        "data: {\"error\":{\"message\":\"maximum context length; key sk-abcdefghijkl\",\"code\":\"400\"}}\n\n");

        HttpResponse<String> response = served.post("/v1/messages", "{\"model\":\"openai/m\",\"stream\":true," + HELLO);

        assertThat(response.body())
                .contains("Hal")
                .contains("maximum context length; key …")
                .doesNotContain("sk-abc");
        assertThat(served.record(response).errorClass()).isEqualTo("context_window");
    }

    @Test
    void pitfall53ARetiredModelIsTheGatewaysConcern() throws Exception {
        for (int status : new int[] {404, 410}) {
            served.provider().reply(status, "{\"error\":{\"message\":\"The model has been retired\"}}");

            HttpResponse<String> response = chat("openai");

            assertThat(response.statusCode()).isEqualTo(502);
            assertThat(served.record(response).errorClass()).isEqualTo("model_not_found");
        }
    }
}
