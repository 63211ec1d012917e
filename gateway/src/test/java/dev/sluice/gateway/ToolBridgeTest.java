package dev.sluice.gateway;

import static dev.sluice.gateway.ReplayingProvider.fixture;
import static dev.sluice.gateway.ReplayingProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.FunctionDefinition;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.usage.Tokens;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that take tools at the Responses API alone, for clients that know nothing of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolBridgeTest {
    private static final String TOOLS =
            ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{\"type\":\"object\"}}}]";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ReplayingProvider provider = new ReplayingProvider(vertx);
    private RunningGateway gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        gateway =
                RunningGateway.alone(vertx, directory, """
                kind: ProviderAccount
                metadata: {name: oai}
                spec: {provider: openai, baseUrl: "http://127.0.0.1:%1$d/v1", allowPrivateNetwork: true, credentials: [{name: primary, secret: {value: upstream-secret}}]}
                ---
                kind: Model
                metadata: {name: oai/*}
                spec: {account: oai, upstream: "*"}
                ---
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
                spec: {owner: "serviceAccount:bot", models: ["*"], secret: {sha256: %2$s}}
                """.formatted(provider.port(), KeyFormat.sha256(Manifest.KEY)));
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

    private String askedPath() {
        return provider.asked().getLast().uri();
    }

    private static String wholeReply() {
        return fixture("openai/responses/responses-tool.sse")
                .lines()
                .filter(line -> line.startsWith("data: {\"type\":\"response.completed\""))
                .map(line ->
                        json(line.substring("data: ".length())).path("response").toString())
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "oai/gpt-6-sol|true||/v1/responses",
                "oai/gpt-6-sol|true|high|/v1/responses",
                "oai/gpt-6-sol|true|none|/v1/chat/completions",
                "oai/gpt-6-sol|false|high|/v1/chat/completions",
                "oai/gpt-5.6-luna|true||/v1/responses",
                "oai/gpt-5.4|true||/v1/chat/completions",
                "oai/gpt-5.4|true|none|/v1/chat/completions",
                "oai/gpt-5.4|true|low|/v1/responses",
                "oai/gpt-4.1|true|low|/v1/chat/completions"
            })
    void pitfall56GoesWhereTheModelTakesTools(String model, boolean tools, String effort, String path)
            throws Exception {
        provider.reply(200, "{}");

        chat(model, (tools ? TOOLS : "") + (effort == null ? "" : ",\"reasoning_effort\":\"" + effort + "\""));

        assertThat(askedPath()).isEqualTo(path);
    }

    @Test
    void leavesToTheProviderWhatItCannotTranslate() throws Exception {
        provider.reply(200, "{}");

        chat("oai/gpt-6-sol", ",\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"patch\"}}]");

        assertThat(askedPath()).isEqualTo("/v1/chat/completions");
        assertThat(provider.asked().getLast().body()).contains("\"custom\":{\"name\":\"patch\"}");
    }

    @Test
    void givesAChatClientAChatCompletion() throws Exception {
        provider.reply(200, wholeReply());

        HttpResponse<String> response = chat("oai/gpt-6-sol", TOOLS + ",\"seed\":3");

        JsonNode answer = json(response.body());
        assertThat(answer.path("object").asText()).isEqualTo("chat.completion");
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(answer.at("/choices/0/message/tool_calls/0/id").asText()).isEqualTo("call_a");
        assertThat(answer.at("/choices/0/message/tool_calls/0/function/arguments")
                        .asText())
                .isEqualTo("{\"city\":\"Köln\"}");
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(50);
        assertThat(response.headers().firstValue("x-sluice-dropped-params")).hasValue("seed");
        assertThat(gateway.record(response.headers().firstValue("x-request-id").orElseThrow())
                        .tokens())
                .isEqualTo(Tokens.of(50, 30));
    }

    /** How a server may write the same events. */
    private static String written(String how) {
        String stream = fixture("openai/responses/responses-tool.sse");
        return switch (how) {
            case "crlf" -> stream.replace("\n", "\r\n");
            case "no space" -> stream.replace("data: ", "data:").replace("event: ", "event:");
            case "comments" -> ": hello\n\n" + stream.replace("\n\n", "\n\n: keep-alive\n\n");
            case "no names" -> stream.replaceAll("event: .*\n", "");
            default -> stream;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "bytes", "crlf", "no space", "comments", "no names"})
    void streamsToTheOfficialChatClientHoweverItIsWritten(String how) {
        provider.stream(written(how), how.equals("bytes"));
        ChatCompletionCreateParams ask = ChatCompletionCreateParams.builder()
                .model("oai/gpt-6-sol")
                .addUserMessage("Hello")
                .addTool(ChatCompletionFunctionTool.builder()
                        .function(FunctionDefinition.builder().name("weather").build())
                        .build())
                .build();
        List<ChatCompletionChunk> chunks;
        try (StreamResponse<ChatCompletionChunk> stream = OpenAIOkHttpClient.builder()
                .baseUrl(gateway.url() + "/v1")
                .apiKey(Manifest.KEY)
                .maxRetries(0)
                .build()
                .chat()
                .completions()
                .createStreaming(ask)) {
            chunks = stream.stream().toList();
        }

        assertThat(askedPath()).isEqualTo("/v1/responses");
        assertThat(provider.asked().getLast().json().at("/tools/0/strict").asBoolean(true))
                .isFalse();
        assertThat(chunks.stream()
                        .flatMap(chunk -> chunk.choices().stream())
                        .flatMap(choice -> choice.delta().toolCalls().orElse(List.of()).stream())
                        .map(call -> call.function().flatMap(f -> f.arguments()).orElse(""))
                        .collect(Collectors.joining()))
                .isEqualTo("{\"city\":\"Köln\"}");
        assertThat(chunks.getLast()
                        .choices()
                        .getFirst()
                        .finishReason()
                        .orElseThrow()
                        .asString())
                .isEqualTo("tool_calls");
    }

    @Test
    void givesAClientOfAnthropicItsThoughtsAndTakesThemBack() throws Exception {
        provider.stream(fixture("openai/responses/responses-reasoning.sse"), false);
        String ask =
                "{\"model\":\"oai/gpt-6-sol\",\"max_tokens\":4000,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000},"
                        + "\"tools\":[{\"name\":\"now\",\"input_schema\":{\"type\":\"object\"}}],\"messages\":[{\"role\":\"user\",\"content\":\"Time?\"}%s]%s}";

        HttpResponse<String> first = post("/v1/messages", ask.formatted("", ",\"stream\":true"));

        assertThat(provider.asked().getFirst().json().path("reasoning"))
                .isEqualTo(json("{\"effort\":\"low\",\"summary\":\"auto\"}"));
        assertThat(first.body())
                .contains("\"type\":\"thinking_delta\",\"thinking\":\"The user greets.\"")
                .contains("\"signature\":\"responses:rs_1.gAAAA_x9-==\"")
                .contains("\"stop_reason\":\"tool_use\"");

        post(
                "/v1/messages",
                ask.formatted(
                        ",{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"The user greets.\",\"signature\":\"responses:rs_1.gAAAA_x9-==\"},"
                                + "{\"type\":\"tool_use\",\"id\":\"call_a\",\"name\":\"now\",\"input\":{}}]},"
                                + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"call_a\",\"content\":\"noon\"}]}",
                        ""));
        assertThat(provider.asked().getLast().json().at("/input/1"))
                .isEqualTo(json(
                        "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"The user greets.\"}],"
                                + "\"encrypted_content\":\"gAAAA_x9-==\"}"));
    }

    @Test
    void mapsAFailureOfTheResponse() throws Exception {
        String begun = fixture("openai/responses/responses-tool.sse");
        provider.streamInTwo(
                begun.substring(0, begun.indexOf("event: response.function_call_arguments.done")),
                "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"server_is_overloaded\",\"message\":\"m\"}}}\n\n");

        HttpResponse<String> response = chat("oai/gpt-6-sol", TOOLS + ",\"stream\":true");

        assertThat(response.body()).contains("\"code\":\"overloaded\"").doesNotContain("[DONE]");
        assertThat(gateway.record(response.headers().firstValue("x-request-id").orElseThrow())
                        .errorClass())
                .isEqualTo("overloaded");
    }
}
