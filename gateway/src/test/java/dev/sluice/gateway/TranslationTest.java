package dev.sluice.gateway;

import static dev.sluice.gateway.ReplayingProvider.fixture;
import static dev.sluice.gateway.ReplayingProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.contract.usage.UsageRecord;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of OpenAI's dialect, models of providers that speak their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TranslationTest {
    private static final String CLAUDE = "claude/sonnet";
    private static final String GEMINI = "google/flash";
    private static final Tokens CLAUDE_TOKENS =
            Tokens.of(4, 9).withCachedInput(100).withCacheWrite(10);
    private static final Tokens GEMINI_TOKENS =
            Tokens.of(6, 6).withCachedInput(4).withReasoning(3);
    private static final String CLAUDE_REPLY = """
            {"id":"msg_01","type":"message","role":"assistant","model":"claude-sonnet-4-6",
             "content":[{"type":"text","text":"Grüße 🌍!"}],"stop_reason":"end_turn","stop_sequence":null,
             "usage":{"input_tokens":4,"cache_creation_input_tokens":10,"cache_read_input_tokens":100,"output_tokens":9}}""";
    private static final String GEMINI_REPLY = """
            {"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":"hmm","thought":true},
             {"text":"Grüße 🌍!"}]},"finishReason":"STOP"}],"modelVersion":"gemini-3.5-flash","responseId":"r1",
             "usageMetadata":{"promptTokenCount":10,"cachedContentTokenCount":4,"candidatesTokenCount":6,
             "thoughtsTokenCount":3,"totalTokenCount":19}}""";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ReplayingProvider provider = new ReplayingProvider(vertx);
    private RunningGateway gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        gateway = RunningGateway.alone(vertx, directory, manifests(provider.port()));
    }

    @AfterAll
    void stop() {
        gateway.close();
        vertx.close();
    }

    @BeforeEach
    void forget() {
        provider.asked().clear();
    }

    private static String manifests(int port) {
        return account("anthropic", "claude", port)
                + model(CLAUDE, "claude", "claude-sonnet-4-6")
                + account("gemini", "google", port)
                + model(GEMINI, "google", "gemini-3.5-flash")
                + """
                kind: ServiceAccount
                metadata: {name: bot}
                spec: {}
                ---
                kind: AccessRule
                metadata: {name: all}
                spec: {subjects: ["serviceAccount:bot"], models: ["*"]}
                ---
                kind: ApiKey
                metadata: {name: bot-key}
                spec: {owner: "serviceAccount:bot", models: ["*"], secret: {sha256: %s}}
                """.formatted(KeyFormat.sha256(Manifest.KEY));
    }

    private static String account(String provider, String name, int port) {
        return """
                kind: ProviderAccount
                metadata: {name: %s}
                spec:
                  provider: %s
                  baseUrl: http://127.0.0.1:%d
                  allowPrivateNetwork: true
                  credentials: [{name: primary, secret: {value: upstream-secret}}]
                ---
                """.formatted(name, provider, port);
    }

    private static String model(String name, String account, String upstream) {
        return """
                kind: Model
                metadata: {name: %s}
                spec: {account: %s, upstream: %s, modes: [chat], price: {input: "3", cachedInput: "0.3", cacheWrite: "3.75", output: "15"}}
                ---
                """.formatted(name, account, upstream);
    }

    private static String until(String mark, String text) {
        return text.substring(0, text.indexOf(mark));
    }

    private HttpResponse<String> post(String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .header("authorization", "Bearer " + Manifest.KEY)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String chat(String model, String more) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]" + more + "}";
    }

    private UsageRecord record(HttpResponse<String> response) {
        return gateway.record(response.headers().firstValue("x-request-id").orElseThrow());
    }

    private OpenAIClient sdk() {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.url() + "/v1")
                .apiKey(Manifest.KEY)
                .maxRetries(0)
                .build();
    }

    private String streamed(String model) {
        ChatCompletionCreateParams ask = ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage("Hello")
                .build();
        try (StreamResponse<ChatCompletionChunk> stream =
                sdk().chat().completions().createStreaming(ask)) {
            return stream.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .map(choice -> choice.delta().content().orElse(""))
                    .collect(Collectors.joining());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void streamsFromAnthropicToAnOpenAiClient(boolean byteByByte) throws Exception {
        provider.stream(fixture("anthropic/anthropic-text.sse"), byteByByte);

        assertThat(streamed(CLAUDE)).isEqualTo("Grüße 🌍!");
        assertThat(provider.asked()).singleElement().satisfies(seen -> {
            assertThat(seen.uri()).isEqualTo("/v1/messages");
            assertThat(seen.headers())
                    .containsEntry("x-api-key", "upstream-secret")
                    .containsEntry("anthropic-version", "2023-06-01")
                    .doesNotContainKey("authorization");
            assertThat(seen.json().path("model").asText()).isEqualTo("claude-sonnet-4-6");
            assertThat(seen.json().path("stream").asBoolean()).isTrue();
            assertThat(seen.json().path("max_tokens").asLong()).isPositive();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void streamsFromGeminiToAnOpenAiClient(boolean byteByByte) throws Exception {
        provider.stream(fixture("gemini/gemini-text.sse"), byteByByte);

        assertThat(streamed(GEMINI)).isEqualTo("Grüße 🌍!");
        assertThat(provider.asked()).singleElement().satisfies(seen -> {
            assertThat(seen.uri()).isEqualTo("/v1beta/models/gemini-3.5-flash:streamGenerateContent?alt=sse");
            assertThat(seen.headers()).containsEntry("x-goog-api-key", "upstream-secret");
        });
    }

    @Test
    void costsTheSameStreamedOrNot() throws Exception {
        provider.reply(200, CLAUDE_REPLY);
        HttpResponse<String> whole = post(chat(CLAUDE, ""));
        provider.stream(fixture("anthropic/anthropic-text.sse"), false);
        HttpResponse<String> stream = post(chat(CLAUDE, ",\"stream\":true"));

        assertThat(json(whole.body()).at("/choices/0/message/content").asText()).isEqualTo("Grüße 🌍!");
        assertThat(json(whole.body()).path("model").asText()).isEqualTo(CLAUDE);
        assertThat(record(whole).tokens()).isEqualTo(CLAUDE_TOKENS);
        assertThat(record(stream).tokens()).isEqualTo(CLAUDE_TOKENS);
        assertThat(record(stream).costNanos())
                .isEqualTo(record(whole).costNanos())
                .isEqualTo(214_500L);
        assertThat(whole.headers().firstValue("x-sluice-cost-usd")).contains("0.000214500");
    }

    @Test
    void costsTheSameStreamedOrNotAtGemini() throws Exception {
        provider.reply(200, GEMINI_REPLY);
        HttpResponse<String> whole = post(chat(GEMINI, ""));
        provider.stream(fixture("gemini/gemini-text.sse"), false);
        HttpResponse<String> stream =
                post(chat(GEMINI, ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

        assertThat(json(whole.body()).at("/choices/0/message/reasoning_content").asText())
                .isEqualTo("hmm");
        assertThat(json(whole.body()).at("/usage/prompt_tokens").asLong()).isEqualTo(10);
        assertThat(record(whole).tokens()).isEqualTo(GEMINI_TOKENS);
        assertThat(record(stream).tokens()).isEqualTo(GEMINI_TOKENS);
        assertThat(stream.body()).contains("\"prompt_tokens\":10").endsWith("data: [DONE]\n\n");
    }

    @Test
    void mapsAnErrorOfTheProviderIntoTheClientsDialect() throws Exception {
        provider.reply(
                529, "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}");

        HttpResponse<String> response = post(chat(CLAUDE, ""));

        assertThat(json(response.body()).at("/error/code").asText()).isEqualTo("overloaded");
        assertThat(response.body()).doesNotContain("\"type\":\"error\"");
        assertThat(record(response).errorClass()).isEqualTo("overloaded");
    }

    @Test
    void mapsAnErrorInsideAStream() throws Exception {
        provider.streamInTwo(
                until("event: content_block_stop", fixture("anthropic/anthropic-text.sse")),
                "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                        + "\"message\":\"Overloaded\"}}\n\n");

        HttpResponse<String> response = post(chat(CLAUDE, ",\"stream\":true"));

        assertThat(response.body()).contains("Grüße").contains("\"error\"").doesNotContain("[DONE]");
        assertThat(record(response).errorClass()).isEqualTo("overloaded");
    }

    @Test
    void doesNotCallAStreamCompleteThatIsCut() throws Exception {
        provider.streamInTwo(until("event: message_delta", fixture("anthropic/anthropic-text.sse")), "");

        HttpResponse<String> response = post(chat(CLAUDE, ",\"stream\":true"));

        assertThat(response.body()).contains("Grüße").doesNotContain("[DONE]").doesNotContain("\"stop\"");
        assertThat(record(response).errorClass()).isEqualTo("stream_interrupted");
    }

    @Test
    void namesWhatItDropped() throws Exception {
        provider.reply(200, CLAUDE_REPLY);

        HttpResponse<String> response = post(chat(CLAUDE, ",\"seed\":7"));

        assertThat(response.headers().firstValue("x-sluice-dropped-params")).contains("seed");
        assertThat(provider.asked().getFirst().json().has("seed")).isFalse();
    }

    @Test
    void refusesWhatTheProviderCannotDoAndDoesNotAskIt() throws Exception {
        HttpResponse<String> response = post(chat(CLAUDE, ",\"n\":2"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response.body()).at("/error/param").asText()).isEqualTo("n");
        assertThat(provider.asked()).isEmpty();
        assertThat(record(response).errorClass()).isEqualTo("invalid_request");
    }

    @Test
    void givesImagesThatWereAskedFor() throws Exception {
        provider.reply(200, """
                {"candidates":[{"content":{"role":"model","parts":[{"text":"Here:"},{"inlineData":{"mimeType":"image/png",
                 "data":"aGk="}}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":1290}}""");

        HttpResponse<String> response = post(chat(GEMINI, ",\"modalities\":[\"image\", \"text\"]"));

        assertThat(provider.asked().getFirst().json().at("/generationConfig/responseModalities"))
                .isEqualTo(json("[\"TEXT\",\"IMAGE\"]"));
        assertThat(response.headers().firstValue("x-sluice-dropped-params")).isEmpty();
        assertThat(json(response.body())
                        .at("/choices/0/message/images/0/image_url/url")
                        .asText())
                .isEqualTo("data:image/png;base64,aGk=");
    }

    private static final String TWO = """
            {"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":"Grüße"}]},"finishReason":"STOP"},
             {"index":1,"content":{"role":"model","parts":[{"text":"Hallo"}]},"finishReason":"MAX_TOKENS"}],
             "usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":7,"totalTokenCount":17}}""";

    @Test
    void givesSeveralAnswersWhereTheProviderDoes() throws Exception {
        provider.reply(200, TWO);
        HttpResponse<String> whole = post(chat(GEMINI, ",\"n\":2"));
        provider.stream("data: " + TWO.replace("\n", "") + "\r\n\r\n", false);
        HttpResponse<String> stream = post(chat(GEMINI, ",\"n\":2,\"stream\":true"));

        assertThat(provider.asked()
                        .getFirst()
                        .json()
                        .at("/generationConfig/candidateCount")
                        .asInt())
                .isEqualTo(2);
        JsonNode choices = json(whole.body()).path("choices");
        assertThat(choices).hasSize(2);
        assertThat(choices.at("/0/message/content").asText()).isEqualTo("Grüße");
        assertThat(choices.at("/1/index").asInt()).isEqualTo(1);
        assertThat(choices.at("/1/message/content").asText()).isEqualTo("Hallo");
        assertThat(choices.at("/1/finish_reason").asText()).isEqualTo("length");
        assertThat(record(whole).tokens())
                .isEqualTo(Tokens.of(10, 7))
                .isEqualTo(record(stream).tokens());
        assertThat(stream.body())
                .contains("{\"index\":0,\"delta\":{\"content\":\"Grüße\"},\"finish_reason\":null}")
                .contains("{\"index\":1,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}")
                .contains("{\"index\":1,\"delta\":{\"content\":\"Hallo\"},\"finish_reason\":null}")
                .contains("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}")
                .contains("{\"index\":1,\"delta\":{},\"finish_reason\":\"length\"}")
                .endsWith("data: [DONE]\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>busy</html>", "{}", "[]", "null", "{\"content\":7}"})
    void mapsAReplyThatIsNone(String body) throws Exception {
        provider.reply(200, body);

        HttpResponse<String> response = post(chat(CLAUDE, ""));

        assertThat(response.statusCode()).isBetween(500, 503);
        assertThat(record(response).errorClass()).isEqualTo("server_error");
    }
}
