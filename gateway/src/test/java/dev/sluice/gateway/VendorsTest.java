package dev.sluice.gateway;

import static dev.sluice.gateway.ReplayingProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.usage.Attempt;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What vendors and models cannot take, from the client to the provider and back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VendorsTest {
    private static final String REPLY = """
            {"id":"c1","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop",
             "message":{"role":"assistant","content":"Hi"}}],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}""";
    private static final String CLAUDE_REPLY = """
            {"id":"msg_01","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Hi"}],
             "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":4,"output_tokens":2}}""";
    private static final String DROPPED = "x-sluice-dropped-params";

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
    void answer() {
        provider.asked().clear();
        provider.reply(200, REPLY);
    }

    private static String manifests(int port) {
        return account("mistral", port)
                + model("mistral", "mistral/small", "mistral-small-latest", "")
                + model("mistral", "mistral/strict", "mistral-small-latest", ", unsupportedParameters: reject")
                + model("mistral", "mistral/as-is", "mistral-small-latest", ", unsupportedParameters: forward")
                + account("deepseek", port)
                + model("deepseek", "deepseek/chat", "deepseek-chat", "")
                + account("anthropic", port)
                + model("anthropic", "claude/strict", "claude-sonnet-4-6", ", unsupportedParameters: reject")
                + model("anthropic", "claude/loose", "claude-sonnet-4-6", ", unsupportedParameters: drop")
                + model("anthropic", "claude/sonnet", "claude-sonnet-4-6", "")
                + account("openai-compatible", port)
                + model("openai-compatible", "own/a", "a", "")
                + model("openai-compatible", "own/b", "b", ", unsupportedParameters: reject")
                + model("openai-compatible", "own/c", "c", "")
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

    private static String account(String name, int port) {
        return """
                kind: ProviderAccount
                metadata: {name: %1$s}
                spec: {provider: %1$s, baseUrl: "http://127.0.0.1:%2$d/v1", allowPrivateNetwork: true, credentials: [{name: primary, secret: {value: upstream-secret}}]}
                ---
                """.formatted(name, port);
    }

    private static String model(String account, String name, String upstream, String more) {
        return """
                kind: Model
                metadata: {name: %s}
                spec: {account: %s, upstream: %s, modes: [chat]%s}
                ---
                """.formatted(name, account, upstream, more);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("authorization", "Bearer " + Manifest.KEY)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> chat(String model, String more) throws Exception {
        return post(
                "/v1/chat/completions",
                "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]" + more + "}");
    }

    private JsonNode sent() {
        return provider.asked().getLast().json();
    }

    private static String dropped(HttpResponse<String> response) {
        return response.headers().firstValue(DROPPED).orElse("");
    }

    @Test
    void namesWhatAVendorLacks() throws Exception {
        HttpResponse<String> response = chat("mistral/small", ",\"user\":\"u\",\"seed\":7,\"foo\":[1]");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(dropped(response).split(",")).containsExactlyInAnyOrder("user", "foo");
        assertThat(sent().path("random_seed").asInt()).isEqualTo(7);
        assertThat(sent().has("user")).isFalse();
    }

    @Test
    void passesWhatNeedsNoChangeByteForByte() throws Exception {
        HttpResponse<String> response = chat("mistral/small", " , \"temperature\" : 0.10");

        assertThat(dropped(response)).isEmpty();
        assertThat(provider.asked().getLast().body())
                .isEqualTo(
                        "{\"model\":\"mistral-small-latest\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]"
                                + " , \"temperature\" : 0.10}");
    }

    @Test
    void asksMistralsStreamsForNoUsage() throws Exception {
        provider.stream("data: [DONE]\n\n", false);

        assertThat(chat("mistral/small", ",\"stream\":true").statusCode()).isEqualTo(200);
        assertThat(sent().has("stream_options")).isFalse();
    }

    @Test
    void forwardsWhatAModelIsToldToForward() throws Exception {
        assertThat(dropped(chat("mistral/as-is", ",\"user\":\"u\",\"n\":2"))).isEmpty();
        assertThat(sent().path("user").asText()).isEqualTo("u");
    }

    @Test
    void rejectsWhatAModelIsToldToReject() throws Exception {
        JsonNode error = json(chat("mistral/strict", ",\"user\":\"u\"").body()).path("error");

        assertThat(error.path("code").asText()).isEqualTo("unsupported_parameter");
        assertThat(error.path("param").asText()).isEqualTo("user");
        assertThat(provider.asked()).isEmpty();
    }

    @Test
    void rejectsInTranslationToo() throws Exception {
        HttpResponse<String> response = chat("claude/strict", ",\"seed\":7");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response.body()).path("error").path("code").asText()).isEqualTo("unsupported_parameter");
        assertThat(json(response.body()).path("error").path("param").asText()).isEqualTo("seed");
        assertThat(provider.asked()).isEmpty();
    }

    @Test
    void dropsInTranslationWhatAModelIsToldToDrop() throws Exception {
        provider.reply(200, CLAUDE_REPLY);

        HttpResponse<String> response = chat("claude/loose", ",\"seed\":7,\"n\":2,\"logprobs\":true");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(dropped(response).split(",")).containsExactlyInAnyOrder("n", "logprobs", "seed");
    }

    @Test
    void refusesInTranslationWhatChangesTheAnswer() throws Exception {
        JsonNode error = json(chat("claude/sonnet", ",\"n\":2").body()).path("error");

        assertThat(error.path("code").asText()).isEqualTo("unsupported_parameter");
        assertThat(error.path("param").asText()).isEqualTo("n");
        assertThat(provider.asked()).isEmpty();
    }

    @Test
    void tellsEveryClientWhatIsUnsupported() throws Exception {
        String image =
                "[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://example.org/a.png\"}}]}]";
        HttpResponse<String> messages =
                post("/v1/messages", "{\"model\":\"deepseek/chat\",\"max_tokens\":9,\"messages\":" + image + "}");
        HttpResponse<String> responses = post(
                "/v1/responses",
                "{\"model\":\"deepseek/chat\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"https://example.org/a.png\"}]}]}");

        assertThat(messages.statusCode()).isEqualTo(400);
        assertThat(json(messages.body()).path("error").path("message").asText()).contains("does not accept images");
        assertThat(responses.statusCode()).isEqualTo(400);
        assertThat(json(responses.body()).path("error").path("code").asText()).isEqualTo("unsupported_content_type");
    }

    @Test
    void shapesTranslatedRequestsAsWell() throws Exception {
        HttpResponse<String> response = post("/v1/messages", """
                {"model":"mistral/small","max_tokens":9,"system":"Be brief.","metadata":{"user_id":"u"},"messages":[
                 {"role":"user","content":"a"},
                 {"role":"assistant","content":[{"type":"tool_use","id":"toolu_01","name":"f","input":{}}]},
                 {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_01","content":"x"},{"type":"text","text":"b"}]}],
                 "tools":[{"name":"f","input_schema":{"type":"object"}}]}""");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(dropped(response)).isEqualTo("user");
        JsonNode messages = sent().path("messages");
        assertThat(messages.get(2).path("tool_calls").get(0).path("id").asText())
                .matches("[a-zA-Z0-9]{9}");
        assertThat(messages.get(4).path("content").asText()).isEqualTo(".");
    }

    @Test
    void learnsWhatAModelRefuses() throws Exception {
        provider.refuseOnce(
                400, "{\"error\":{\"message\":\"no\",\"param\":\"top_p\",\"code\":\"unsupported_parameter\"}}");

        HttpResponse<String> first = chat("own/a", ",\"top_p\":0.5,\"seed\":1");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(dropped(first)).isEqualTo("top_p");
        assertThat(first.headers().firstValue("x-sluice-attempts")).contains("2");
        assertThat(provider.asked()).hasSize(2);
        assertThat(sent().has("top_p")).isFalse();
        assertThat(sent().path("seed").asInt()).isEqualTo(1);
        assertThat(gateway.record(first.headers().firstValue("x-request-id").orElseThrow())
                        .attempts())
                .extracting(Attempt::status)
                .containsExactly(400, 200);

        HttpResponse<String> second = chat("own/a", ",\"top_p\":0.5");

        assertThat(dropped(second)).isEqualTo("top_p");
        assertThat(provider.asked()).hasSize(3);
        assertThat(sent().has("top_p")).isFalse();
    }

    @Test
    void learnsNothingWhereAModelIsToldToReject() throws Exception {
        provider.refuseOnce(
                400, "{\"error\":{\"message\":\"no\",\"param\":\"top_p\",\"code\":\"unsupported_parameter\"}}");

        HttpResponse<String> response = chat("own/b", ",\"top_p\":0.5");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(provider.asked()).hasSize(1);
    }

    @Test
    void triesOnceMoreOnly() throws Exception {
        provider.reply(400, "{\"error\":{\"message\":\"no\",\"param\":\"top_p\",\"code\":\"unsupported_parameter\"}}");

        assertThat(chat("own/c", ",\"top_p\":0.5").statusCode()).isEqualTo(400);
        assertThat(provider.asked()).hasSize(2);
    }
}
