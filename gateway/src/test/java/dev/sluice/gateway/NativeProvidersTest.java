package dev.sluice.gateway;

import static dev.sluice.gateway.ReplayingProvider.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.policy.AwsKeys;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.gateway.provider.Wire;
import dev.sluice.gateway.signing.SigV4;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** Bedrock, Cohere and Ollama in their own dialects and framings, for clients of OpenAI's and of Anthropic's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NativeProvidersTest {
    private static final String BINARY = "application/vnd.amazon.eventstream";
    private static final String LINES = "application/x-ndjson";
    private static final String EVENTS = "text/event-stream";
    private static final String ARN =
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-6";
    private static final AwsKeys KEYS =
            new AwsKeys("AKIDEXAMPLEEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "SESSION");

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ReplayingProvider provider = new ReplayingProvider(vertx);
    private RunningGateway gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        String keys = "aws: {accessKeyId: {value: %s}, secretAccessKey: {value: %s}, sessionToken: {value: %s}}"
                .formatted(KEYS.accessKeyId(), KEYS.secretAccessKey(), KEYS.sessionToken());
        gateway = RunningGateway.alone(
                vertx,
                directory,
                account("bedrock", "aws", "", keys).replace("spec: {", "spec: {region: us-east-1, ")
                        + model("aws/claude", "aws", ARN)
                        + account("bedrock", "aws-key", "", "secret: {value: bedrock-api-key-1}")
                        + model("aws/nova", "aws-key", "amazon.nova-pro-v1:0")
                        + account("cohere", "co", "", "secret: {value: co-secret}")
                        + model("co/command", "co", "command-a-03-2025")
                        + account("ollama", "local", "/v1", "")
                        + model("local/qwen", "local", "qwen3")
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
                """.formatted(KeyFormat.sha256(Manifest.KEY)));
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

    private String account(String kind, String name, String path, String credential) {
        return """
                kind: ProviderAccount
                metadata: {name: %s}
                spec: {provider: %s, baseUrl: "http://127.0.0.1:%d%s", allowPrivateNetwork: true%s}
                ---
                """.formatted(
                        name,
                        kind,
                        provider.port(),
                        path,
                        credential.isEmpty() ? "" : ", credentials: [{name: primary, " + credential + "}]");
    }

    private static String model(String name, String account, String upstream) {
        return """
                kind: Model
                metadata: {name: %s}
                spec: {account: %s, upstream: "%s", modes: [chat, embedding], price: {input: "3", cachedInput: "0.3", cacheWrite: "3.75", output: "15"}}
                ---
                """.formatted(name, account, upstream);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("authorization", "Bearer " + Manifest.KEY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(Wire.bytes(body)))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> openai(String model, String more) throws Exception {
        return post(
                "/v1/chat/completions",
                "{'model':'" + model + "','messages':[{'role':'user','content':'Hello'}]" + more + "}");
    }

    private HttpResponse<String> anthropic(String model, String more) throws Exception {
        return post(
                "/v1/messages",
                "{'model':'" + model + "','max_tokens':100,'messages':[{'role':'user','content':'Hello'}]" + more
                        + "}");
    }

    private UsageRecord record(HttpResponse<String> response) {
        return gateway.record(response.headers().firstValue("x-request-id").orElseThrow());
    }

    /** The text of all deltas, at the place where the dialect has it. */
    private static String joined(HttpResponse<String> response, String place) {
        return response.body()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> json(line.substring("data: ".length())).at(place).asText(""))
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void streamsFromBedrockToBothClients(boolean byteByByte) throws Exception {
        provider.stream(BINARY, Wire.file("bedrock/bedrock-converse-text.bin"), byteByByte);

        HttpResponse<String> openai = openai("aws/claude", ",'stream':true,'stream_options':{'include_usage':true}");
        HttpResponse<String> anthropic = anthropic("aws/claude", ",'stream':true");

        assertThat(openai.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(joined(openai, "/choices/0/delta/content")).isEqualTo("Grüße 🌍!");
        assertThat(openai.body()).contains("\"prompt_tokens\":114").endsWith("data: [DONE]\n\n");
        assertThat(joined(anthropic, "/delta/text")).isEqualTo("Grüße 🌍!");
        assertThat(anthropic.body()).contains("\"cache_read_input_tokens\":100").contains("event: message_stop");
        for (HttpResponse<String> response : List.of(openai, anthropic)) {
            assertThat(record(response).tokens())
                    .isEqualTo(Tokens.of(4, 9).withCachedInput(100).withCacheWrite(10));
            assertThat(record(response).errorClass()).isEmpty();
        }
        assertThat(provider.asked()).hasSize(2).allSatisfy(NativeProvidersTest::assertSigned);
    }

    /** As the receiver checks it: from what came over the wire. */
    private static void assertSigned(ReplayingProvider.Asked asked) {
        String path = "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile"
                + "%2Fus.anthropic.claude-sonnet-4-6/converse-stream";
        assertThat(asked.uri()).isEqualTo(path);
        SigV4.Request received = new SigV4.Request(
                "POST",
                asked.headers().getOrDefault("host", ""),
                asked.uri(),
                "",
                Map.of("content-type", asked.headers().getOrDefault("content-type", "")),
                asked.body().getBytes(StandardCharsets.UTF_8));
        LocalDateTime time = LocalDateTime.parse(
                asked.headers().getOrDefault("x-amz-date", ""),
                DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT));
        assertThat(asked.headers())
                .containsAllEntriesOf(
                        SigV4.sign(received, KEYS, "us-east-1", "bedrock", time.toInstant(ZoneOffset.UTC)))
                .containsEntry("x-amz-security-token", "SESSION");
    }

    @Test
    void streamsCallsFromBedrock() throws Exception {
        provider.stream(BINARY, Wire.file("bedrock/bedrock-converse-tool.bin"), true);

        HttpResponse<String> openai = openai("aws/nova", ",'stream':true");
        HttpResponse<String> anthropic = anthropic("aws/nova", ",'stream':true");

        assertThat(joined(openai, "/choices/0/delta/tool_calls/0/function/arguments"))
                .isEqualTo("{\"city\":\"Köln\"}");
        assertThat(joined(openai, "/choices/0/delta/reasoning_content")).isEqualTo("hm");
        assertThat(joined(openai, "/choices/0/finish_reason").replace("null", ""))
                .isEqualTo("tool_calls");
        assertThat(joined(anthropic, "/delta/partial_json")).isEqualTo("{\"city\":\"Köln\"}");
        assertThat(joined(anthropic, "/delta/signature")).isEqualTo("U0lH");
        assertThat(provider.asked().getFirst().headers()).containsEntry("authorization", "Bearer bedrock-api-key-1");
        assertThat(provider.asked().getFirst().uri()).isEqualTo("/model/amazon.nova-pro-v1%3A0/converse-stream");
    }

    @Test
    void costsTheSameStreamedOrNot() throws Exception {
        provider.stream(BINARY, Wire.file("bedrock/bedrock-converse-text.bin"), false);
        HttpResponse<String> stream = openai("aws/claude", ",'stream':true");
        provider.reply(200, """
                {"output":{"message":{"role":"assistant","content":[{"text":"Gr\u00fc\u00dfe"}]}},"stopReason":"end_turn",
                "usage":{"inputTokens":4,"outputTokens":9,"totalTokens":123,"cacheReadInputTokens":100,"cacheWriteInputTokens":10}}""");
        HttpResponse<String> whole = openai("aws/claude", "");

        assertThat(json(whole.body()).at("/choices/0/message/content").asText()).isEqualTo("Grüße");
        assertThat(record(whole).tokens()).isEqualTo(record(stream).tokens());
        assertThat(record(whole).costNanos())
                .isEqualTo(record(stream).costNanos())
                .isEqualTo(4 * 3_000 + 100 * 300 + 10 * 3_750 + 9 * 15_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void streamsFromCohereToBothClients(boolean byteByByte) throws Exception {
        provider.stream(EVENTS, Wire.file("cohere/cohere-text.sse"), byteByByte);

        HttpResponse<String> openai = openai("co/command", ",'stream':true");
        HttpResponse<String> anthropic = anthropic("co/command", ",'stream':true");

        assertThat(joined(openai, "/choices/0/delta/content")).isEqualTo("Grüße 🌍!");
        assertThat(joined(openai, "/choices/0/delta/reasoning_content")).isEqualTo("hmm");
        assertThat(joined(anthropic, "/delta/text")).isEqualTo("Grüße 🌍!");
        assertThat(record(openai).tokens()).isEqualTo(Tokens.of(70, 8));
        assertThat(provider.asked().getFirst().uri()).isEqualTo("/v2/chat");
        assertThat(provider.asked().getFirst().headers()).containsEntry("authorization", "Bearer co-secret");
    }

    @Test
    void pitfall60TellsNothingTwiceWhenCommentsComeBetween() throws Exception {
        String events = new String(Wire.file("cohere/cohere-text.sse"), StandardCharsets.UTF_8)
                .replace("\n\n", "\n\n: keep-alive\n\n");
        provider.stream(EVENTS, events.getBytes(StandardCharsets.UTF_8), false);

        assertThat(joined(openai("co/command", ",'stream':true"), "/choices/0/delta/content"))
                .isEqualTo("Grüße 🌍!");
    }

    @ParameterizedTest
    @CsvSource({LINES + ",false", LINES + ",true", "application/json; charset=utf-8,false", "application/json,true"})
    void streamsFromOllamaToBothClients(String type, boolean byteByByte) throws Exception {
        provider.stream(type, Wire.file("ollama/ollama-native-tool.ndjson"), byteByByte);

        HttpResponse<String> openai = openai("local/qwen", ",'stream':true");
        HttpResponse<String> anthropic = anthropic("local/qwen", ",'stream':true");

        assertThat(joined(openai, "/choices/0/delta/tool_calls/0/function/arguments"))
                .isEqualTo("{\"city\":\"Köln\"}");
        assertThat(joined(openai, "/choices/0/delta/tool_calls/0/id")).matches("call_[0-9a-f]{32}");
        assertThat(openai.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(joined(anthropic, "/delta/partial_json")).isEqualTo("{\"city\":\"Köln\"}");
        assertThat(joined(anthropic, "/delta/stop_reason").replace("null", "")).isEqualTo("tool_use");
        assertThat(record(openai).tokens()).isEqualTo(Tokens.of(60, 18));
        assertThat(provider.asked().getFirst().uri()).isEqualTo("/api/chat");
        assertThat(provider.asked().getFirst().headers()).doesNotContainKey("authorization");
    }

    @Test
    void answersWholeFromCohereAndOllama() throws Exception {
        provider.reply(
                200,
                "{\"id\":\"c\",\"finish_reason\":\"COMPLETE\",\"message\":{\"content\":[{\"type\":\"text\","
                        + "\"text\":\"Hi\"}]},\"usage\":{\"tokens\":{\"input_tokens\":7,\"output_tokens\":2}}}");
        HttpResponse<String> cohere = openai("co/command", "");
        provider.reply(
                200,
                "{\"model\":\"qwen3\",\"message\":{\"content\":\"Hi\"},\"done\":true,\"done_reason\":\"stop\","
                        + "\"prompt_eval_count\":7,\"eval_count\":2}");
        HttpResponse<String> ollama = anthropic("local/qwen", "");

        assertThat(json(cohere.body()).at("/choices/0/message/content").asText())
                .isEqualTo("Hi");
        assertThat(json(ollama.body()).at("/content/0/text").asText()).isEqualTo("Hi");
        assertThat(record(cohere).tokens()).isEqualTo(record(ollama).tokens()).isEqualTo(Tokens.of(7, 2));
    }

    @Test
    void givesToolsTheNamesTheClientKnows() throws Exception {
        String name = "mcp.weather.of.a.city";
        provider.reply(200, "{}");
        String tools = ",'tools':[{'type':'function','function':{'name':'" + name + "'}}]";
        openai("aws/claude", tools);
        JsonNode asked = provider.asked().getFirst().json();
        String sent = asked.at("/toolConfig/tools/0/toolSpec/name").asText();
        provider.reply(
                200,
                "{\"output\":{\"message\":{\"content\":[{\"toolUse\":{\"toolUseId\":\"t\",\"name\":\"" + sent
                        + "\",\"input\":{}}}]}},\"stopReason\":\"tool_use\"}");

        JsonNode reply = json(openai("aws/claude", tools).body());

        assertThat(sent).matches("mcp_weather_of_a_city_[0-9a-f]{8}");
        assertThat(reply.at("/choices/0/message/tool_calls/0/function/name").asText())
                .isEqualTo(name);
    }

    @Test
    void endsWithAnErrorWhenAMessageIsNotAsItWasSent() throws Exception {
        byte[] stream = Wire.file("bedrock/bedrock-converse-text.bin");
        stream[stream.length - 60] ^= 1; // within the last message, after the text
        provider.stream(BINARY, stream, true);

        HttpResponse<String> response = openai("aws/claude", ",'stream':true");

        assertThat(response.body()).contains("\"error\"").doesNotContain("[DONE]");
        assertThat(record(response).errorClass()).isEqualTo("stream_interrupted");
    }

    @Test
    void doesNotCallAStreamCompleteThatIsCut() throws Exception {
        byte[] stream = Wire.file("bedrock/bedrock-converse-tool.bin");
        provider.stream(BINARY, Arrays.copyOf(stream, stream.length / 2), true);
        HttpResponse<String> bedrock = anthropic("aws/claude", ",'stream':true");
        byte[] lines = Wire.file("ollama/ollama-native-tool.ndjson");
        provider.stream(LINES, Arrays.copyOf(lines, lines.length / 2), true);
        HttpResponse<String> ollama = openai("local/qwen", ",'stream':true");

        assertThat(bedrock.body()).contains("event: error").doesNotContain("message_stop");
        assertThat(ollama.body()).contains("\"error\"").doesNotContain("[DONE]");
        assertThat(record(bedrock).errorClass()).isEqualTo("stream_interrupted");
        assertThat(record(ollama).errorClass()).isEqualTo("stream_interrupted");
    }

    @Test
    void answersAnExceptionBeforeAnyContentAsAnError() throws Exception {
        byte[] exception = Base64.getDecoder()
                .decode(
                        "AAAAkAAAAGGOkam3DzpleGNlcHRpb24tdHlwZQcAE3Rocm90dGxpbmdFeGNlcHRpb24NOmNvbnRlbnQtdHlwZQcAEGFwcGxpY2F0"
                                + "aW9uL2pzb24NOm1lc3NhZ2UtdHlwZQcACWV4Y2VwdGlvbnsibWVzc2FnZSI6IlRvbyBtYW55IHJlcXVlc3RzIn3mf4AF");
        provider.stream(BINARY, exception, false);

        HttpResponse<String> response = openai("aws/claude", ",'stream':true");

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(record(response).errorClass()).isEqualTo("rate_limited");
    }

    @Test
    void tellsOfAnErrorAmongTheLines() throws Exception {
        provider.streamInTwo(
                LINES,
                "{\"model\":\"q\",\"message\":{\"content\":\"Hal\"},\"done\":false}\n",
                "{\"error\":\"the model has crashed\"}\n");

        HttpResponse<String> response = openai("local/qwen", ",'stream':true");

        assertThat(response.body())
                .contains("Hal")
                .contains("the model has crashed")
                .doesNotContain("[DONE]");
        assertThat(record(response).errorClass()).isEqualTo("server_error");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aws/claude|429|{\"message\":\"Too many requests\"}|rate_limited",
                "co/command|400|{\"message\":\"too many tokens: size limit exceeded by 12 tokens\"}|context_window",
                "local/qwen|404|{\"error\":\"model not found\"}|model_not_found",
                "aws/claude|200|{\"Output\":{\"__type\":\"UnknownOperationException\"}}|server_error"
            })
    void mapsErrors(String model, int status, String body, String kind) throws Exception {
        provider.reply(status, body);

        assertThat(record(openai(model, "")).errorClass()).isEqualTo(kind);
        assertThat(json(anthropic(model, "").body()).path("type").asText()).isEqualTo("error");
    }

    @Test
    void pitfall34RefusesTheAddressOfAnImageThatCannotBeHadAndAsksNobody() throws Exception {
        HttpResponse<String> response = post(
                "/v1/chat/completions",
                "{'model':'aws/claude','messages':[{'role':'user','content':[{'type':'image_url','image_url':"
                        + "{'url':'https://x.example/y.png'}}]}]}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response.body()).at("/error/param").asText()).isEqualTo("messages[0].content[0].image_url.url");
        assertThat(provider.asked()).isEmpty();
    }

    @Test
    void asksOllamaForEmbeddingsWhereItImitatesOpenAi() throws Exception {
        provider.reply(
                200,
                "{\"data\":[{\"index\":0,\"embedding\":[0.5]}],\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3}}");

        HttpResponse<String> response = post("/v1/embeddings", "{'model':'local/qwen','input':'Hi'}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(provider.asked().getFirst().uri()).isEqualTo("/v1/embeddings");
    }
}
