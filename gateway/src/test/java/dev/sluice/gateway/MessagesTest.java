package dev.sluice.gateway;

import static dev.sluice.gateway.ReplayingProvider.fixture;
import static dev.sluice.gateway.ReplayingProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of Anthropic's dialect: models of Anthropic as they are, models of others translated. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessagesTest {
    private static final String ASK = """
            {"model":"%s","max_tokens":100,"system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}],
            "messages":[{"role":"user","content":"Weather?"},
            {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"c2ln"},
            {"type":"tool_use","id":"toolu_1","name":"weather","input":{"city":"K\u00f6ln"}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"21"}]}],
            "tools":[{"name":"weather","input_schema":{"type":"object"}}],"unknown_field":{"a":[1,2.50]}%s}""";

    private static final String CHUNKS = """
            data: {"id":"c1","model":"gpt","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}

            data: {"id":"c1","model":"gpt","choices":[{"index":0,"delta":{"content":"It is "}}]}

            data: {"id":"c1","model":"gpt","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"weather","arguments":""}}]}}]}

            data: {"id":"c1","model":"gpt","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"city\\":"}}]}}]}

            data: {"id":"c1","model":"gpt","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\\"K\u00f6ln\\"}"}}]}}]}

            data: {"id":"c1","model":"gpt","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

            data: {"id":"c1","model":"gpt","choices":[],"usage":{"prompt_tokens":20,"completion_tokens":12,"total_tokens":32,"prompt_tokens_details":{"cached_tokens":8}}}

            data: [DONE]

            """;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ReplayingProvider provider = new ReplayingProvider(vertx);
    private RunningGateway gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        gateway =
                RunningGateway.alone(vertx, directory, """
                kind: ProviderAccount
                metadata: {name: claude}
                spec: {provider: anthropic, baseUrl: "http://127.0.0.1:%1$d", allowPrivateNetwork: true, credentials: [{name: primary, secret: {value: upstream-secret}}]}
                ---
                kind: Model
                metadata: {name: claude/sonnet}
                spec: {account: claude, upstream: claude-sonnet-4-6, modes: [chat], price: {input: "3", cachedInput: "0.3", cacheWrite: "3.75", output: "15"}}
                ---
                kind: ProviderAccount
                metadata: {name: oai}
                spec: {provider: openai, baseUrl: "http://127.0.0.1:%1$d/v1", allowPrivateNetwork: true, credentials: [{name: primary, secret: {value: upstream-secret}}]}
                ---
                kind: Model
                metadata: {name: oai/gpt}
                spec: {account: oai, upstream: gpt-4.1, modes: [chat], price: {input: "2", cachedInput: "0.5", output: "8"}}
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
                .header("x-api-key", Manifest.KEY)
                .header("anthropic-version", "2023-06-01")
                .header("anthropic-beta", "some-beta-2026-01-01")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private UsageRecord record(HttpResponse<String> response) {
        return gateway.record(response.headers().firstValue("x-request-id").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/messages", "/anthropic/v1/messages"})
    void passesBytesThroughToAnthropic(String path) throws Exception {
        String reply = "{ \"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"21\\u00b0\"}],\"x\":1.50,"
                + "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":7,\"output_tokens\":2}}";
        provider.reply(200, reply);

        HttpResponse<String> response = post(path, ASK.formatted("claude/sonnet", ""));

        assertThat(response.body()).isEqualTo(reply);
        assertThat(provider.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.uri()).isEqualTo("/v1/messages");
            assertThat(asked.body()).isEqualTo(ASK.formatted("claude-sonnet-4-6", ""));
            assertThat(asked.headers())
                    .containsEntry("x-api-key", "upstream-secret")
                    .containsEntry("anthropic-beta", "some-beta-2026-01-01");
        });
        assertThat(record(response).tokens()).isEqualTo(Tokens.of(7, 2));
        assertThat(record(response).costNanos()).isEqualTo(7 * 3_000 + 2 * 15_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void passesAStreamThroughFromAnthropic(boolean byteByByte) throws Exception {
        String events = fixture("anthropic/anthropic-text.sse");
        provider.stream(events, byteByByte);

        HttpResponse<String> response = post("/v1/messages", ASK.formatted("claude/sonnet", ",\"stream\":true"));

        assertThat(response.body()).isEqualTo(events);
        assertThat(record(response).tokens())
                .isEqualTo(Tokens.of(4, 9).withCachedInput(100).withCacheWrite(10));
        assertThat(record(response).errorClass()).isEmpty();
    }

    @Test
    void relaysAnErrorOfAnthropicUnchanged() throws Exception {
        String error =
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"max_tokens: too many\"}}";
        provider.reply(400, error);

        HttpResponse<String> response = post("/v1/messages", ASK.formatted("claude/sonnet", ""));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo(error);
    }

    @Test
    void translatesForAProviderOfOpenAisDialect() throws Exception {
        provider.reply(200, """
                {"id":"c1","object":"chat.completion","model":"gpt","choices":[{"index":0,"finish_reason":"tool_calls",
                "message":{"role":"assistant","content":"One moment.","tool_calls":[{"id":"call_a","type":"function",
                "function":{"name":"weather","arguments":"{\\"city\\":\\"Lyon\\"}"}}]}}],
                "usage":{"prompt_tokens":20,"completion_tokens":12,"total_tokens":32,"prompt_tokens_details":{"cached_tokens":8}}}""");

        HttpResponse<String> response =
                post("/v1/messages", ASK.formatted("oai/gpt", ",\"top_k\":5,\"tool_choice\":{\"type\":\"any\"}"));

        JsonNode asked = provider.asked().getFirst().json();
        assertThat(asked.at("/messages/0").toString()).isEqualTo("{\"role\":\"system\",\"content\":\"Be brief.\"}");
        assertThat(asked.at("/messages/2/tool_calls/0/function/arguments").asText())
                .isEqualTo("{\"city\":\"K\u00f6ln\"}");
        assertThat(asked.at("/messages/3").toString())
                .isEqualTo("{\"role\":\"tool\",\"tool_call_id\":\"toolu_1\",\"content\":\"21\"}");
        assertThat(asked.path("tool_choice").asText()).isEqualTo("required");
        assertThat(asked.path("max_completion_tokens").asInt()).isEqualTo(100);
        assertThat(provider.asked().getFirst().headers()).containsEntry("authorization", "Bearer upstream-secret");
        assertThat(response.headers().firstValue("x-sluice-dropped-params")).contains("top_k,unknown_field");
        JsonNode message = json(response.body());
        assertThat(message.path("model").asText()).isEqualTo("oai/gpt");
        assertThat(message.path("stop_reason").asText()).isEqualTo("tool_use");
        assertThat(message.at("/content/0/text").asText()).isEqualTo("One moment.");
        assertThat(message.at("/content/1/input/city").asText()).isEqualTo("Lyon");
        assertThat(message.path("usage").toString())
                .isEqualTo("{\"input_tokens\":12,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":8,"
                        + "\"output_tokens\":12}");
        assertThat(record(response).tokens()).isEqualTo(Tokens.of(12, 12).withCachedInput(8));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void translatesAStream(boolean byteByByte) throws Exception {
        provider.stream(CHUNKS, byteByByte);

        HttpResponse<String> response = post("/v1/messages", ASK.formatted("oai/gpt", ",\"stream\":true"));

        assertThat(response.body().lines().filter(line -> line.startsWith("event:")))
                .containsExactly(
                        "event: message_start",
                        "event: content_block_start",
                        "event: content_block_delta",
                        "event: content_block_stop",
                        "event: content_block_start",
                        "event: content_block_delta",
                        "event: content_block_delta",
                        "event: content_block_stop",
                        "event: message_delta",
                        "event: message_stop");
        assertThat(response.body())
                .contains(
                        "\"content_block\":{\"type\":\"tool_use\",\"id\":\"call_a\",\"name\":\"weather\",\"input\":{}}")
                .contains("\"stop_reason\":\"tool_use\"")
                .contains("\"cache_read_input_tokens\":8,\"output_tokens\":12");
        assertThat(record(response).tokens()).isEqualTo(Tokens.of(12, 12).withCachedInput(8));
    }

    @Test
    void endsAStreamThatBreaksWithAnErrorEvent() throws Exception {
        provider.streamInTwo(CHUNKS.substring(0, CHUNKS.lastIndexOf("data:", CHUNKS.indexOf("\"delta\":{},"))), "");

        HttpResponse<String> response = post("/v1/messages", ASK.formatted("oai/gpt", ",\"stream\":true"));

        assertThat(response.body()).contains("event: error").doesNotContain("message_stop");
        assertThat(record(response).errorClass()).isEqualTo("stream_interrupted");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"oai/gpt\",\"messages\":[]} | max_tokens is required",
                "{\"model\":\"oai/gpt\",\"max_tokens\":1,\"messages\":[{\"role\":\"robot\",\"content\":\"x\"}]} | messages[0].role is 'robot'",
                "{\"model\":\"oai/gpt\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"hologram\"}]}]}"
                        + " | messages[0].content[0].type 'hologram' cannot be translated",
                "{\"model\":\"oai/gpt\",\"max_tokens\":\"9\",\"messages\":[]} | max_tokens must be a whole number",
                "{\"model\":\"oai/gpt\",\"max_tokens\":1,\"messages\":[],\"tools\":[{\"type\":\"web_search_20260101\",\"name\":\"w\"}]}"
                        + " | tools[0].type 'web_search_20260101' is a tool of Anthropic's own",
                "{\"model\":\"oai/gpt\",\"max_tokens\":1,\"messages\":[],\"thinking\":{\"type\":\"enabled\"}} | thinking.budget_tokens is required",
                "{\"model\":\"oai/gpt\",\"max_tokens\":1,\"messages\":[],\"temperature\":\"hot\"} | temperature must be a number"
            })
    void namesWhatIsWrong(String body, String message) throws Exception {
        HttpResponse<String> response = post("/v1/messages", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response.body()).path("type").asText()).isEqualTo("error");
        assertThat(json(response.body()).at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(json(response.body()).at("/error/message").asText()).contains(message);
        assertThat(provider.asked()).isEmpty();
    }

    @Test
    void speaksAnthropicsDialectAboutItsOwnErrors() throws Exception {
        HttpRequest stranger = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/messages"))
                .header("x-api-key", "sl_s_nobody")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        HttpResponse<String> refused = client.send(stranger, HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> unknown = post("/v1/messages", ASK.formatted("nobody/nothing", ""));

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(json(refused.body()).at("/error/type").asText()).isEqualTo("authentication_error");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(json(unknown.body()).at("/error/type").asText()).isEqualTo("not_found_error");
        assertThat(json(unknown.body()).path("request_id").asText()).isNotEmpty();
    }
}
