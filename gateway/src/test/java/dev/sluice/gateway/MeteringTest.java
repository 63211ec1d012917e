package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.usage.UsageRecord;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is counted of answers that make it hard. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MeteringTest {
    private static final String TEXT = "A lighthouse keeper counts the ships.";

    private ServedProviders served;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        served = new ServedProviders(directory)
                .with("openai", "/v1", "up")
                .with("gemini", "", "up")
                .with("ollama", "", "up")
                .start();
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private HttpResponse<String> chat(String path, String model, boolean stream) throws Exception {
        return served.post(
                path,
                "{\"model\":\"" + model + "/m\",\"max_tokens\":99,\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Tell me\"}]}");
    }

    @Test
    void estimatesTheSameWholeAndStreamedWhereNoUsageIsStated() throws Exception {
        for (String path : new String[] {"/v1/chat/completions", "/v1/messages"}) {
            served.provider()
                    .reply(
                            200,
                            "{\"id\":\"c\",\"model\":\"up\",\"usage\":{},\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                                    + TEXT + "\"},\"finish_reason\":\"stop\"}]}");
            UsageRecord whole = served.record(chat(path, "openai", false));
            served.provider().stream(
                    "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + TEXT
                            + "\"}}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
                    false);
            UsageRecord streamed = served.record(chat(path, "openai", true));

            assertThat(whole.estimated()).isTrue();
            assertThat(whole.tokens().output()).isEqualTo((TEXT.length() + 3) / 4);
            assertThat(streamed.tokens().output()).isEqualTo(whole.tokens().output());
        }
    }

    @Test
    void metersWholeRepliesThatFailedAndTriesThemAgain() throws Exception {
        served.provider()
                .reply(
                        200,
                        "{\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\"}],\"usageMetadata\":{\"promptTokenCount\":7,\"candidatesTokenCount\":3,\"totalTokenCount\":10}}");

        UsageRecord record = served.record(chat("/v1/chat/completions", "gemini", false));

        assertThat(record.errorClass()).isEqualTo("sampling_failure");
        assertThat(record.attempts()).hasSize(2);
        assertThat(record.tokens().input()).isEqualTo(14);
        assertThat(record.tokens().output()).isEqualTo(6);
    }

    @Test
    void metersStreamsThroughAccountsInEveryFraming() throws Exception {
        served.provider().stream(
                "application/x-ndjson",
                "{\"model\":\"up\",\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"done\":false}\n{\"model\":\"up\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":11,\"eval_count\":5}\n"
                        .getBytes(StandardCharsets.UTF_8),
                false);

        HttpResponse<String> response = served.post(
                "/accounts/ollama/api/chat",
                "{\"model\":\"up\",\"messages\":[{\"role\":\"user\",\"content\":\"Tell me\"}]}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"done\":true");
        assertThat(served.record(response).tokens().input()).isEqualTo(11);
        assertThat(served.record(response).tokens().output()).isEqualTo(5);
    }

    @Test
    void passesOnNoErrorThatQuotesTheCredential() throws Exception {
        served.provider()
                .reply(
                        400,
                        "{\"error\":{\"message\":\"bad key upstream-secret in use\",\"type\":\"x\",\"code\":\"y\"}}");

        HttpResponse<String> same = chat("/v1/chat/completions", "openai", false);
        HttpResponse<String> other = chat("/v1/messages", "openai", false);

        assertThat(same.statusCode()).isEqualTo(400);
        assertThat(same.body()).doesNotContain("upstream-secret").contains("refused the request");
        assertThat(other.body()).doesNotContain("upstream-secret");
    }
}
