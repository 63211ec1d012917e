package dev.sluice.gateway;

import static dev.sluice.gateway.ReplayingProvider.fixture;
import static dev.sluice.gateway.ReplayingProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
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
import java.util.ArrayList;
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

/** Clients of the Responses API: passed through where the provider serves it, translated where not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResponsesTest {
    /** As Codex asks in the second round: instructions, tools, what was thought and called, and what the call returned. */
    private static final String CODEX = """
            {"model":"%s","instructions":"You are a coding agent.","input":[
             {"type":"message","role":"user","content":[{"type":"input_text","text":"Which city?"}]},
             %s
             {"type":"function_call_output","call_id":"%s","output":"{\\"output\\":\\"K\u00f6ln\\\\n\\",\\"metadata\\":{\\"exit_code\\":0}}"}],
             "tools":[{"type":"function","name":"shell","description":"Runs a command","strict":false,
             "parameters":{"type":"object","properties":{"command":{"type":"array","items":{"type":"string"}}},"required":["command"]}}],
             "tool_choice":"auto","parallel_tool_calls":false,"reasoning":{"effort":"medium","summary":"auto"},"store":false,
             "stream":true,"include":["reasoning.encrypted_content"],"prompt_cache_key":"0199","text":{"verbosity":"medium"}}""";

    private static final String OPENAI_ITEMS = """
            {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Look."}],"content":null,"encrypted_content":"gAAAA_x9"},
             {"type":"function_call","id":"fc_1","call_id":"call_a","name":"shell","arguments":"{\\"command\\":[\\"ls\\"]}"},""";

    private static final String CLAUDE_CALL = """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_01","type":"message","role":"assistant","model":"claude-sonnet-4-6","content":[],"usage":{"input_tokens":4,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"I should look."}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"EqAB"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"shell","input":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"command\\":[\\"ls\\"]}"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":1}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":9}}

            event: message_stop
            data: {"type":"message_stop"}

            """;

    private static final String GEMINI_CALL = """
            data: {"candidates":[{"index":0,"content":{"role":"model","parts":[{"text":"I should look.","thought":true},{"functionCall":{"name":"shell","args":{"command":["ls"]}},"thoughtSignature":"c2ln"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":6,"thoughtsTokenCount":3,"totalTokenCount":19}}

            """;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ReplayingProvider provider = new ReplayingProvider(vertx);
    private RunningGateway gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        String manifests = account("oai", "openai", "/v1")
                + model("oai/gpt", "oai", "gpt-4.1")
                + model("oai/sol", "oai", "gpt-6-sol")
                + model("oai/older", "oai", "gpt-5.4")
                + account("own", "openai-compatible", "/v1")
                + model("own/qwen", "own", "qwen3")
                + account("claude", "anthropic", "")
                + model("claude/sonnet", "claude", "claude-sonnet-4-6")
                + account("google", "gemini", "")
                + model("google/flash", "google", "gemini-3.5-flash")
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
        gateway = RunningGateway.alone(vertx, directory, manifests);
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

    private String account(String name, String kind, String path) {
        return """
                kind: ProviderAccount
                metadata: {name: %s}
                spec:
                  provider: %s
                  baseUrl: http://127.0.0.1:%d%s
                  allowPrivateNetwork: true
                  credentials: [{name: primary, secret: {value: upstream-secret}}]
                ---
                """.formatted(name, kind, provider.port(), path);
    }

    private static String model(String name, String account, String upstream) {
        return """
                kind: Model
                metadata: {name: %s}
                spec: {account: %s, upstream: %s, modes: [chat], price: {input: "2", cachedInput: "0.5", output: "8"}}
                ---
                """.formatted(name, account, upstream);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("authorization", "Bearer " + Manifest.KEY)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> respond(String model, String more) throws Exception {
        return post("/v1/responses", "{\"model\":\"" + model + "\",\"input\":\"Hello\"" + more + "}");
    }

    private UsageRecord record(HttpResponse<String> response) {
        return gateway.record(response.headers().firstValue("x-request-id").orElseThrow());
    }

    /** The data of all events; each numbered as it should be. */
    private static List<JsonNode> events(String stream) {
        List<JsonNode> events = new ArrayList<>();
        stream.lines().filter(line -> line.startsWith("data: ")).forEach(line -> {
            JsonNode event = json(line.substring("data: ".length()));
            assertThat(event.path("sequence_number").asInt(-1)).isEqualTo(events.size());
            events.add(event);
        });
        return events;
    }

    private static JsonNode completed(HttpResponse<String> stream) {
        JsonNode last = events(stream.body()).getLast();
        assertThat(last.path("type").asText()).isEqualTo("response.completed");
        return last.path("response");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/responses", "/responses", "/openai/v1/responses", "/openai/responses"})
    void passesAnAgentsRoundByteForByte(String path) throws Exception {
        String stream = fixture("openai/responses/responses-reasoning.sse");
        provider.stream(stream, false);

        HttpResponse<String> response = post(path, CODEX.formatted("oai/gpt", OPENAI_ITEMS, "call_a"));

        assertThat(response.body()).isEqualTo(stream);
        assertThat(provider.asked()).singleElement().satisfies(seen -> {
            assertThat(seen.uri()).isEqualTo("/v1/responses");
            assertThat(seen.headers()).containsEntry("authorization", "Bearer upstream-secret");
            assertThat(seen.body()).isEqualTo(CODEX.formatted("gpt-4.1", OPENAI_ITEMS, "call_a"));
        });
        assertThat(record(response).tokens())
                .isEqualTo(Tokens.of(20, 5).withCachedInput(10).withReasoning(20));
        assertThat(record(response).endpoint()).isEqualTo("responses");
    }

    @Test
    void passesWhatOnlyTheProviderKeeps() throws Exception {
        String reply =
                "{\"id\":\"resp_9\",\"object\":\"response\",\"status\":\"queued\",\"output\":[],\"usage\":null, \"x\":1.50}";
        provider.reply(200, reply);
        String body =
                "{ \"model\" : \"oai/gpt\", \"previous_response_id\":\"resp_8\",\"background\":true,\"store\":true}";

        HttpResponse<String> response = post("/v1/responses", body);

        assertThat(response.body()).isEqualTo(reply);
        assertThat(provider.asked().getFirst().body()).isEqualTo(body.replace("oai/gpt", "gpt-4.1"));
    }

    @Test
    void costsTheSameStreamedOrNot() throws Exception {
        for (String model : List.of("oai/gpt", "own/qwen")) {
            boolean own = model.startsWith("own");
            String usage = own
                    ? "\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":12,\"prompt_tokens_details\":{\"cached_tokens\":8}}"
                    : "\"usage\":{\"input_tokens\":20,\"input_tokens_details\":{\"cached_tokens\":8},\"output_tokens\":12,\"output_tokens_details\":{\"reasoning_tokens\":5}}";
            provider.reply(
                    200,
                    own
                            ? "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]," + usage
                                    + "}"
                            : "{\"output\":[]," + usage + "}");
            HttpResponse<String> whole = respond(model, "");
            provider.stream(
                    own
                            ? "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\ndata: {\"choices\":[],"
                                    + usage + "}\n\ndata: [DONE]\n\n"
                            : fixture("openai/responses/responses-text.sse"),
                    false);
            HttpResponse<String> stream = respond(model, ",\"stream\":true");

            assertThat(record(whole).tokens()).isEqualTo(record(stream).tokens());
            assertThat(record(whole).costNanos())
                    .isEqualTo(record(stream).costNanos())
                    .isPositive();
        }
    }

    @Test
    void carriesAnAgentsThoughtsToClaudeAndBack() throws Exception {
        provider.stream(CLAUDE_CALL, false);
        JsonNode output = completed(post("/v1/responses", CODEX.formatted("claude/sonnet", OPENAI_ITEMS, "call_a")))
                .path("output");
        assertThat(output).hasSize(2);
        assertThat(output.at("/0/summary/0/text").asText()).isEqualTo("I should look.");
        assertThat(output.at("/1/call_id").asText()).isEqualTo("toolu_1");

        String items = output.get(0) + "," + output.get(1) + ",";
        HttpResponse<String> second = post("/v1/responses", CODEX.formatted("claude/sonnet", items, "toolu_1"));

        assertThat(provider.asked().getLast().uri()).isEqualTo("/v1/messages");
        JsonNode sent = provider.asked().getLast().json();
        assertThat(sent.at("/system/0/text").asText()).isEqualTo("You are a coding agent.");
        assertThat(sent.at("/messages/1/content"))
                .isEqualTo(
                        json(
                                "[{\"type\":\"thinking\",\"thinking\":\"I should look.\",\"signature\":\"EqAB\"},"
                                        + "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"shell\",\"input\":{\"command\":[\"ls\"]}}]"));
        assertThat(sent.at("/messages/2/content/0/tool_use_id").asText()).isEqualTo("toolu_1");
        assertThat(sent.at("/messages/2/content/0/content").asText()).contains("Köln");
        assertThat(second.headers().firstValue("x-sluice-dropped-params").orElse(""))
                .contains("prompt_cache_key")
                .doesNotContain("store");
    }

    @Test
    void carriesAnAgentsThoughtsToGeminiAndBackAndToNobodyElse() throws Exception {
        provider.stream(GEMINI_CALL, false);
        JsonNode output = completed(post("/v1/responses", CODEX.formatted("google/flash", OPENAI_ITEMS, "call_a")))
                .path("output");
        assertThat(output).hasSizeGreaterThanOrEqualTo(2);

        StringBuilder items = new StringBuilder();
        output.forEach(item -> items.append(item).append(','));
        String callId = output.get(output.size() - 1).path("call_id").asText();
        post("/v1/responses", CODEX.formatted("google/flash", items, callId));
        assertThat(provider.asked()
                        .getLast()
                        .json()
                        .at("/contents/1/parts/0/thoughtSignature")
                        .asText())
                .isEqualTo("c2ln");

        provider.stream(CLAUDE_CALL, false);
        post("/v1/responses", CODEX.formatted("claude/sonnet", items, callId));
        assertThat(provider.asked().getLast().json().at("/messages/1/content"))
                .singleElement()
                .satisfies(block -> assertThat(block.path("type").asText()).isEqualTo("tool_use"));
    }

    @Test
    void doesNotSendClaudesSignatureToGemini() throws Exception {
        provider.stream(CLAUDE_CALL, false);
        JsonNode output = completed(post("/v1/responses", CODEX.formatted("claude/sonnet", OPENAI_ITEMS, "call_a")))
                .path("output");

        provider.stream(GEMINI_CALL, false);
        post("/v1/responses", CODEX.formatted("google/flash", output.get(0) + "," + output.get(1) + ",", "toolu_1"));

        assertThat(provider.asked().getLast().body()).contains("functionCall").doesNotContain("EqAB");
    }

    @Test
    void translatesToChatCompletionsAndSaysThatNothingIsStored() throws Exception {
        provider.reply(
                200,
                "{\"id\":\"c\",\"model\":\"qwen3\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Grüße 🌍!\","
                        + "\"reasoning_content\":\"hm\"},\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}");

        HttpResponse<String> response = respond("own/qwen", ",\"store\":true,\"max_output_tokens\":7");

        assertThat(provider.asked().getFirst().uri()).isEqualTo("/v1/chat/completions");
        assertThat(provider.asked().getFirst().json().path("max_tokens").asInt())
                .isEqualTo(7);
        JsonNode answer = json(response.body());
        assertThat(answer.path("status").asText()).isEqualTo("incomplete");
        assertThat(answer.path("store").asBoolean(true)).isFalse();
        assertThat(answer.path("model").asText()).isEqualTo("own/qwen");
        assertThat(answer.at("/output/0/summary/0/text").asText()).isEqualTo("hm");
        assertThat(answer.at("/output/1/content/0/text").asText()).isEqualTo("Grüße 🌍!");
        assertThat(response.headers().firstValue("x-sluice-dropped-params")).hasValue("store");
        assertThat(respond("own/qwen", "").headers().firstValue("x-sluice-dropped-params"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ",\"previous_response_id\":\"resp_1\"|previous_response_id",
                ",\"background\":true|background",
                ",\"tools\":[{\"type\":\"web_search\"}]|tools[0].type"
            })
    void refusesWhatATranslatedTargetDoesNotHave(String more, String param) throws Exception {
        HttpResponse<String> response = respond("claude/sonnet", more);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response.body()).at("/error/param").asText()).isEqualTo(param);
        assertThat(provider.asked()).isEmpty();

        provider.reply(200, "{\"output\":[]}");
        assertThat(respond("oai/gpt", more).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"GET,/v1/responses/resp_1", "DELETE,/v1/responses/resp_1", "POST,/v1/responses/resp_1/cancel"})
    void saysThatItKeepsNoResponses(String method, String path) throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(gateway.url() + path))
                        .header("authorization", "Bearer " + Manifest.KEY)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response.body()).at("/error/message").asText()).contains("keeps no responses");
    }

    @Test
    void needsAnInputOrAModel() throws Exception {
        assertThat(post("/v1/responses", "{\"input\":\"Hi\"}").statusCode()).isEqualTo(400);
        HttpResponse<String> response = post("/v1/responses", "{\"model\":\"claude/sonnet\"}");
        assertThat(json(response.body()).at("/error/param").asText()).isEqualTo("input");
    }

    @Test
    void mapsAnErrorInsideATranslatedStream() throws Exception {
        provider.streamInTwo(
                CLAUDE_CALL.substring(0, CLAUDE_CALL.indexOf("event: content_block_stop")),
                "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n");

        HttpResponse<String> response = respond("claude/sonnet", ",\"stream\":true");

        List<JsonNode> events = events(response.body());
        assertThat(events.get(events.size() - 2).path("code").asText()).isEqualTo("server_is_overloaded");
        assertThat(events.getLast().path("type").asText()).isEqualTo("response.failed");
        assertThat(record(response).errorClass()).isEqualTo("overloaded");
    }

    @Test
    void answersAFailureBeforeTheFirstContentWithAStatus() throws Exception {
        String begun = fixture("openai/responses/responses-text.sse");
        provider.stream(
                begun.substring(0, begun.indexOf("event: response.output_item.added"))
                        + "event: response.failed\ndata: {\"type\":\"response.failed\",\"sequence_number\":2,\"response\":{\"status\":\"failed\","
                        + "\"error\":{\"code\":\"server_is_overloaded\",\"message\":\"m\"}}}\n\n",
                false);

        HttpResponse<String> response = respond("oai/gpt", ",\"stream\":true");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(record(response).errorClass()).isEqualTo("overloaded");
    }

    @Test
    void doesNotCallAStreamCompleteThatIsCut() throws Exception {
        for (String model : List.of("oai/gpt", "claude/sonnet")) {
            String whole = model.startsWith("oai") ? fixture("openai/responses/responses-text.sse") : CLAUDE_CALL;
            String end = model.startsWith("oai") ? "event: response.completed" : "event: message_delta";
            provider.streamInTwo(whole.substring(0, whole.indexOf(end)), "");

            HttpResponse<String> response = respond(model, ",\"stream\":true");

            assertThat(response.body()).contains("event: error\n").doesNotContain("response.completed");
            if (model.startsWith("claude")) { // of a stream that passes nobody has counted the events
                assertThat(events(response.body()).getLast().path("type").asText())
                        .isEqualTo("response.failed");
            }
            assertThat(record(response).errorClass()).isEqualTo("stream_interrupted");
        }
    }

    private OpenAIClient sdk() {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.url() + "/v1")
                .apiKey(Manifest.KEY)
                .maxRetries(0)
                .build();
    }

    private static ResponseCreateParams ask(String model) {
        return ResponseCreateParams.builder().model(model).input("Hello").build();
    }

    @ParameterizedTest
    @CsvSource({
        "oai/gpt,openai/responses/responses-text.sse",
        "claude/sonnet,anthropic/anthropic-text.sse",
        "google/flash,gemini/gemini-text.sse"
    })
    void streamsToTheOfficialClient(String model, String stream) {
        provider.stream(fixture(stream), true);
        List<ResponseStreamEvent> events;
        try (StreamResponse<ResponseStreamEvent> streamed = sdk().responses().createStreaming(ask(model))) {
            events = streamed.stream().toList();
        }

        assertThat(events.stream()
                        .flatMap(event -> event.outputTextDelta().stream())
                        .map(delta -> delta.delta())
                        .collect(Collectors.joining()))
                .isEqualTo("Grüße 🌍!");
        if (!model.startsWith("oai")) { // the recorded stream leaves out what no client looks at
            events.forEach(ResponseStreamEvent::validate);
        }
        Response response = events.getLast().completed().orElseThrow().response();
        assertThat(response.output()
                        .getLast()
                        .asMessage()
                        .content()
                        .getFirst()
                        .asOutputText()
                        .text())
                .isEqualTo("Grüße 🌍!");
        assertThat(response.usage().orElseThrow().totalTokens()).isPositive();
    }

    @Test
    void answersTheOfficialClient() {
        provider.reply(
                200,
                "{\"id\":\"msg_01\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-4-6\",\"content\":["
                        + "{\"type\":\"text\",\"text\":\"Let me look.\"},{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"now\",\"input\":{}}],"
                        + "\"stop_reason\":\"tool_use\",\"usage\":{\"input_tokens\":4,\"output_tokens\":9}}");

        Response response = sdk().responses().create(ask("claude/sonnet"));

        response.validate();
        assertThat(response.output().getLast().asFunctionCall().callId()).isEqualTo("toolu_1");
        assertThat(response.output().getLast().asFunctionCall().arguments()).isEqualTo("{}");
    }
}
