package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.contract.usage.UsageRecord;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLAUDE = "claude/sonnet";
    private static final String GEMINI = "google/flash";
    private static final Tokens CLAUDE_TOKENS = new Tokens(4, 100, 10, 0, 9, 0);
    private static final Tokens GEMINI_TOKENS = new Tokens(6, 4, 0, 0, 6, 3);
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
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private HttpServer provider;
    private RunningGateway gateway;
    private volatile Answer answer = new Answer(200, "application/json", "{}", false);

    /** What the provider was asked. */
    private record Asked(String uri, Map<String, String> headers, JsonNode body) {}

    private record Answer(int status, String type, String body, boolean byteByByte) {}

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        provider = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> replay(request, body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        gateway = RunningGateway.alone(vertx, directory, manifests(provider.actualPort()));
    }

    @AfterAll
    void stop() {
        gateway.close();
        vertx.close();
    }

    @BeforeEach
    void forget() {
        asked.clear();
    }

    private static String manifests(int port) {
        return account("anthropic", "claude", port)
                + model(CLAUDE, "claude", "claude-sonnet-4-6")
                + account("gemini", "google", port)
                + model(GEMINI, "google", "gemini-3.5-flash") + """
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

    private void replay(HttpServerRequest request, Buffer body) {
        Map<String, String> headers = request.headers().entries().stream()
                .collect(Collectors.toMap(e -> e.getKey().toLowerCase(java.util.Locale.ROOT), Map.Entry::getValue));
        asked.add(new Asked(request.uri(), headers, json(body.toString())));
        Answer now = answer;
        HttpServerResponse response =
                request.response().setStatusCode(now.status()).putHeader("content-type", now.type());
        if (now.byteByByte()) {
            response.setChunked(true);
            trickle(response, now.body().getBytes(StandardCharsets.UTF_8), 0);
        } else {
            response.end(now.body());
        }
    }

    private void trickle(HttpServerResponse response, byte[] bytes, int at) {
        if (at == bytes.length) {
            response.end();
        } else {
            response.write(Buffer.buffer(new byte[] {bytes[at]}))
                    .onSuccess(_ -> vertx.runOnContext(_ -> trickle(response, bytes, at + 1)));
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String fixture(String provider, String file) throws IOException {
        String path = "provider/" + provider + "/" + file;
        try (InputStream in = Objects.requireNonNull(TranslationTest.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
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
        try (StreamResponse<ChatCompletionChunk> stream = sdk().chat().completions().createStreaming(ask)) {
            return stream.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .map(choice -> choice.delta().content().orElse(""))
                    .collect(Collectors.joining());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void streamsFromAnthropicToAnOpenAiClient(boolean byteByByte) throws Exception {
        answer = new Answer(200, "text/event-stream", fixture("anthropic", "anthropic-text.sse"), byteByByte);

        assertThat(streamed(CLAUDE)).isEqualTo("Grüße 🌍!");
        assertThat(asked).singleElement().satisfies(seen -> {
            assertThat(seen.uri()).isEqualTo("/v1/messages");
            assertThat(seen.headers())
                    .containsEntry("x-api-key", "upstream-secret")
                    .containsEntry("anthropic-version", "2023-06-01")
                    .doesNotContainKey("authorization");
            assertThat(seen.body().path("model").asText()).isEqualTo("claude-sonnet-4-6");
            assertThat(seen.body().path("stream").asBoolean()).isTrue();
            assertThat(seen.body().path("max_tokens").asLong()).isPositive();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void streamsFromGeminiToAnOpenAiClient(boolean byteByByte) throws Exception {
        answer = new Answer(200, "text/event-stream", fixture("gemini", "gemini-text.sse"), byteByByte);

        assertThat(streamed(GEMINI)).isEqualTo("Grüße 🌍!");
        assertThat(asked).singleElement().satisfies(seen -> {
            assertThat(seen.uri()).isEqualTo("/v1beta/models/gemini-3.5-flash:streamGenerateContent?alt=sse");
            assertThat(seen.headers()).containsEntry("x-goog-api-key", "upstream-secret");
        });
    }

    @Test
    void costsTheSameStreamedOrNot() throws Exception {
        answer = new Answer(200, "application/json", CLAUDE_REPLY, false);
        HttpResponse<String> whole = post(chat(CLAUDE, ""));
        answer = new Answer(200, "text/event-stream", fixture("anthropic", "anthropic-text.sse"), false);
        HttpResponse<String> stream = post(chat(CLAUDE, ",\"stream\":true"));

        assertThat(json(whole.body()).at("/choices/0/message/content").asText()).isEqualTo("Grüße 🌍!");
        assertThat(json(whole.body()).path("model").asText()).isEqualTo(CLAUDE);
        assertThat(record(whole).tokens()).isEqualTo(CLAUDE_TOKENS);
        assertThat(record(stream).tokens()).isEqualTo(CLAUDE_TOKENS);
        assertThat(record(stream).costNanos()).isEqualTo(record(whole).costNanos()).isEqualTo(214_500L);
        assertThat(whole.headers().firstValue("x-sluice-cost-usd")).contains("0.000214500");
    }

    @Test
    void costsTheSameStreamedOrNotAtGemini() throws Exception {
        answer = new Answer(200, "application/json", GEMINI_REPLY, false);
        HttpResponse<String> whole = post(chat(GEMINI, ""));
        answer = new Answer(200, "text/event-stream", fixture("gemini", "gemini-text.sse"), false);
        HttpResponse<String> stream = post(chat(GEMINI, ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

        assertThat(json(whole.body()).at("/choices/0/message/reasoning_content").asText()).isEqualTo("hmm");
        assertThat(json(whole.body()).at("/usage/prompt_tokens").asLong()).isEqualTo(10);
        assertThat(record(whole).tokens()).isEqualTo(GEMINI_TOKENS);
        assertThat(record(stream).tokens()).isEqualTo(GEMINI_TOKENS);
        assertThat(stream.body()).contains("\"prompt_tokens\":10").endsWith("data: [DONE]\n\n");
    }

    @Test
    void mapsAnErrorOfTheProviderIntoTheClientsDialect() throws Exception {
        answer = new Answer(
                529,
                "application/json",
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
                false);

        HttpResponse<String> response = post(chat(CLAUDE, ""));

        assertThat(json(response.body()).at("/error/code").asText()).isEqualTo("overloaded");
        assertThat(response.body()).doesNotContain("\"type\":\"error\"");
        assertThat(record(response).errorClass()).isEqualTo("overloaded");
    }

    @Test
    void mapsAnErrorInsideAStream() throws Exception {
        answer = new Answer(
                200,
                "text/event-stream",
                fixture("anthropic", "anthropic-text.sse").split("event: content_block_stop")[0]
                        + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                        + "\"message\":\"Overloaded\"}}\n\n",
                false);

        HttpResponse<String> response = post(chat(CLAUDE, ",\"stream\":true"));

        assertThat(response.body()).contains("Grüße").contains("\"error\"").doesNotContain("[DONE]");
        assertThat(record(response).errorClass()).isEqualTo("overloaded");
    }

    @Test
    void doesNotCallAStreamCompleteThatIsCut() throws Exception {
        answer = new Answer(
                200,
                "text/event-stream",
                fixture("anthropic", "anthropic-text.sse").split("event: message_delta")[0],
                false);

        HttpResponse<String> response = post(chat(CLAUDE, ",\"stream\":true"));

        assertThat(response.body()).contains("Grüße").doesNotContain("[DONE]").doesNotContain("\"stop\"");
        assertThat(record(response).errorClass()).isEqualTo("stream_interrupted");
    }

    @Test
    void namesWhatItDropped() throws Exception {
        answer = new Answer(200, "application/json", CLAUDE_REPLY, false);

        HttpResponse<String> response = post(chat(CLAUDE, ",\"seed\":7"));

        assertThat(response.headers().firstValue("x-sluice-dropped-params")).contains("seed");
        assertThat(asked.getFirst().body().has("seed")).isFalse();
    }

    @Test
    void refusesWhatTheProviderCannotDoAndDoesNotAskIt() throws Exception {
        HttpResponse<String> response = post(chat(CLAUDE, ",\"n\":2"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response.body()).at("/error/param").asText()).isEqualTo("n");
        assertThat(asked).isEmpty();
        assertThat(record(response).errorClass()).isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>busy</html>", "{}", "[]", "null", "{\"content\":7}"})
    void mapsAReplyThatIsNone(String body) throws Exception {
        answer = new Answer(200, "application/json", body, false);

        HttpResponse<String> response = post(chat(CLAUDE, ""));

        assertThat(response.statusCode()).isBetween(500, 503);
        assertThat(record(response).errorClass()).isEqualTo("server_error");
    }
}
