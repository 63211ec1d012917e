package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Conversations that came from another provider's model: what that one signed stays behind, all else is as it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignThoughtsTest {
    private ServedProviders served;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        served = new ServedProviders(directory)
                .with("anthropic", "", "claude-sonnet-4-6")
                .with("openai", "/v1", "gpt-5.6")
                .start();
        served.provider().reply(200, "{}");
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private @Nullable HttpResponse<String> answer;

    private Optional<String> dropped() {
        return Objects.requireNonNull(answer).headers().firstValue("x-sluice-dropped-params");
    }

    private JsonNode message(String thinking, String blocks) throws Exception {
        served.provider()
                .reply(
                        200,
                        "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}");
        answer = served.post(
                "/v1/messages",
                "{\"model\":\"anthropic/m\",\"max_tokens\":9,\"x\":1.50,\"thinking\":{\"type\":\"" + thinking
                        + "\"},\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":["
                        + blocks + "]},{\"role\":\"user\",\"content\":\"Go on\"}]}");
        return served.asked().json();
    }

    private static String thought(String signature) {
        return "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"" + signature + "\"}";
    }

    @Test
    void leavesOutWhatAnotherProviderSigned() throws Exception {
        JsonNode asked = message(
                "adaptive", thought("gemini:Zm9v") + "," + thought("own=") + ",{\"type\":\"text\",\"text\":\"a\"}");

        assertThat(asked.at("/messages/1/content")).hasSize(2);
        assertThat(asked.at("/messages/1/content/0/signature").asText()).isEqualTo("own=");
        assertThat(dropped()).contains("thinking");
        assertThat(served.asked().body()).contains("\"x\":1.50").contains("\"model\":\"claude-sonnet-4-6\"");
    }

    @Test
    void leavesOutHiddenThoughtsAndMessagesOfNothingElse() throws Exception {
        JsonNode asked = message("adaptive", "{\"type\":\"redacted_thinking\",\"data\":\"bedrock:abc\"}");

        assertThat(asked.path("messages")).hasSize(2);
    }

    @Test
    void leavesOutWhatNobodySigned() throws Exception {
        JsonNode asked = message("adaptive", thought("") + ",{\"type\":\"text\",\"text\":\"a\"}");

        assertThat(asked.at("/messages/1/content")).hasSize(1);
    }

    @Test
    void doesNotThinkWithABudgetAmidCallsWhoseThoughtIsGone() throws Exception {
        String call = ",{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"n\",\"input\":{}}";

        assertThat(message("enabled", thought("responses:rs_1.abc") + call)
                        .at("/thinking/type")
                        .asText())
                .isEqualTo("disabled");
        assertThat(message("enabled", thought("own=") + call)
                        .at("/thinking/type")
                        .asText())
                .isEqualTo("enabled");
    }

    @Test
    void keepsEveryByteWhereATextOnlyLooksLikeIt() throws Exception {
        message("adaptive", "{\"type\":\"text\",  \"text\":\"gemini: x\"}");

        assertThat(served.asked().body()).contains("{\"type\":\"text\",  \"text\":\"gemini: x\"}");
        assertThat(dropped()).isEmpty();
    }

    @Test
    void leavesOutOfResponsesWhatOpenAiDidNotEncrypt() throws Exception {
        served.post(
                "/v1/responses",
                "{\"model\":\"openai/m\",\"input\":[{\"role\":\"user\",\"content\":\"Hi\"},"
                        + "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":\"sluice1.e30\"},"
                        + "{\"type\":\"reasoning\",\"id\":\"rs_sluice1_x0\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"unsigned\"}]},"
                        + "{\"type\":\"reasoning\",\"id\":\"rs_2\",\"summary\":[],\"encrypted_content\":\"gAAAAB\"},"
                        + "{\"role\":\"assistant\",\"content\":\"Hello\"}]}");

        assertThat(served.asked().json().path("input")).hasSize(3);
        assertThat(served.asked().body())
                .contains("gAAAAB")
                .doesNotContain("sluice1.")
                .doesNotContain("unsigned");
    }
}
