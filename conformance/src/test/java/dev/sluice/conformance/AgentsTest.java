package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.conformance.scripted.ScriptedProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Exchanges in the shape of coding agents': at a provider that speaks as they do every byte but the model's name arrives as it was
 * sent, and at every other the work goes on.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentsTest {
    static final List<String> THINKING = ServedModels.THINKING;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLAUDE = "anthropic/claude-sonnet-4-6";
    private static final String GPT = "openai/gpt-5.6";
    private static final String BETAS =
            "claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,some-beta-of-tomorrow";
    private static final Map<String, String> OF_CLAUDE_CODE = Map.of(
            "x-api-key", TestedGateway.KEY,
            "anthropic-version", "2023-06-01",
            "anthropic-beta", BETAS,
            "x-app", "cli",
            "x-stainless-lang", "js",
            "user-agent", "claude-cli/2.0.0 (external, cli)");
    private static final Map<String, String> OF_CODEX = Map.of(
            "authorization", "Bearer " + TestedGateway.KEY,
            "originator", "codex_cli_rs",
            "session_id", "0199-session",
            "accept", "text/event-stream",
            "openai-beta", "responses=experimental");

    /** Odd spaces, escapes and numbers on purpose: who parses and writes anew would change them. */
    private static final String CLAUDE_CODE = """
            {"model":"%s", "max_tokens":32000,"temperature":1,"stream":true,
             "system":[{"type":"text","text":"x-billing: attribution"},
              {"type":"text","text":"You are a coding agent. \\u00e9","cache_control":{"type":"ephemeral","ttl":"1h"}}],
             "thinking":{"type":"enabled","budget_tokens":31999},
             "metadata":{"user_id":"user_abc_account__session_1"},
             "context_management":{"edits":[{"type":"clear_thinking_20251015","keep":"all"}]},
             "tools":[{"name":"Read","description":"Reads a file","input_schema":{"$schema":"http://json-schema.org/draft-07/schema#",
              "type":"object","properties":{"file_path":{"type":"string"},"limit":{"type":"number","minimum":1.0e0}},
              "required":["file_path"],"additionalProperties":false}},
              {"name":"mcp__docs__search","description":"","input_schema":{"type":"object","properties":{}},"cache_control":{"type":"ephemeral"}}],
             "messages":[{"role":"user","content":[{"type":"text","text":"<system-reminder>Be careful.</system-reminder>"},
              {"type":"text","text":"Read a.txt","cache_control":{"type":"ephemeral"}}]}%s]}""";

    private static final String CODEX = """
            {"model":"%s", "instructions":"You are Codex. \\u00e9","stream":true,"store":false,"parallel_tool_calls":false,
             "tool_choice":"auto","include":["reasoning.encrypted_content"],"prompt_cache_key":"0199-session",
             "reasoning":{"effort":"medium","summary":"auto"},
             "tools":[{"type":"function","name":"shell","description":"Runs a command","strict":false,"parameters":{"type":"object",
              "properties":{"command":{"type":"array","items":{"type":"string"}},"timeout_ms":{"type":"number"}},
              "required":["command"],"additionalProperties":false}}],
             "input":[{"type":"message","role":"developer","content":[{"type":"input_text","text":"Sandboxed."}]},
              {"type":"message","role":"user","content":[{"type":"input_text","text":"List files"}]}%s]}""";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ServedModels served;

    AgentsTest() throws IOException, InterruptedException {
        served = new ServedModels();
    }

    @AfterAll
    void stop() throws IOException {
        http.close();
        served.close();
    }

    private String post(String url, Map<String, String> headers, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        return response.body();
    }

    private String claudeCode(String model, String more) throws IOException, InterruptedException {
        return post(
                served.gateway().url() + "/v1/messages?beta=true", OF_CLAUDE_CODE, CLAUDE_CODE.formatted(model, more));
    }

    private String codex(String model, String more) throws IOException, InterruptedException {
        return post(served.gateway().url() + "/v1/responses", OF_CODEX, CODEX.formatted(model, more));
    }

    private ScriptedProvider.Asked asked() {
        return served.provider().asked().getLast();
    }

    /** Calls are numbered. */
    private static String withoutNumbers(String stream) {
        return stream.replaceAll("(toolu_|call_r)\\d+", "$1N");
    }

    @ParameterizedTest
    @FieldSource("THINKING")
    void claudeCodeThinksCallsAToolAndGoesOn(String model) throws Exception {
        Result first = MessagesClient.read(claudeCode(model, ""));
        Result.ToolCall call = first.calls().getFirst();

        Result second = MessagesClient.read(claudeCode(model, messages(first)));

        assertThat(first.reasoning()).startsWith("The user says: ").contains("Read a.txt");
        assertThat(call.name()).isEqualTo("Read");
        assertThat(JSON.readTree(call.arguments()).path("limit").asInt()).isEqualTo(3);
        assertThat(second.content()).isEqualTo("The tool says „1→hello“ – hé 🌍.");
        assertThat(second.finish()).isEqualTo("stop");
    }

    private static String messages(Result answer) throws IOException {
        ArrayNode messages = JSON.createArrayNode();
        ArrayNode content = messages.addObject().put("role", "assistant").putArray("content");
        content.addObject()
                .put("type", "thinking")
                .put("thinking", answer.reasoning())
                .put("signature", answer.signature());
        Result.ToolCall call = answer.calls().getFirst();
        ObjectNode use =
                content.addObject().put("type", "tool_use").put("id", call.id()).put("name", call.name());
        use.set("input", JSON.readTree(call.arguments()));
        ObjectNode result = messages.addObject()
                .put("role", "user")
                .putArray("content")
                .addObject()
                .put("type", "tool_result")
                .put("tool_use_id", call.id())
                .put("content", "1→hello");
        result.putObject("cache_control").put("type", "ephemeral");
        return "," + messages.toString().substring(1, messages.toString().length() - 1);
    }

    @Test
    void claudeCodeReachesAnthropicByteForByte() throws Exception {
        String stream = claudeCode(CLAUDE, "");
        ScriptedProvider.Asked asked = asked();
        String upstream = CLAUDE_CODE.formatted("claude-sonnet-4-6", "");
        String direct = post("http://127.0.0.1:" + served.provider().port() + "/v1/messages", OF_CLAUDE_CODE, upstream);

        assertThat(asked.body()).isEqualTo(upstream);
        assertThat(asked.headers())
                .containsEntry("anthropic-beta", BETAS)
                .containsEntry("anthropic-version", "2023-06-01")
                .containsEntry("x-api-key", TestedGateway.SECRET)
                .doesNotContainKeys("x-stainless-lang", "x-app", "authorization");
        assertThat(withoutNumbers(stream)).isEqualTo(withoutNumbers(direct));
    }

    @ParameterizedTest
    @FieldSource("THINKING")
    void codexReasonsCallsAToolAndGoesOn(String model) throws Exception {
        String stream = codex(model, "");
        ArrayNode items = JSON.createArrayNode();
        String callId = "";
        for (JsonNode item : doneItems(stream)) {
            // Codex leaves out the ids of what it sends back.
            items.add(((ObjectNode) item.deepCopy()).without(List.of("id", "status")));
            callId = item.path("call_id").asText(callId);
        }
        items.addObject()
                .put("type", "function_call_output")
                .put("call_id", callId)
                .put("output", "a.txt");

        String more = "," + items.toString().substring(1, items.toString().length() - 1);
        ArrayNode answered = doneItems(codex(model, more));

        assertThat(items.path(0).path("encrypted_content").asText()).isNotEmpty();
        assertThat(items.path(0).at("/summary/0/text").asText()).isEqualTo("The user says: List files");
        assertThat(items.path(1).path("arguments").asText())
                .isEqualTo("{\"command\":[\"List files\"],\"timeout_ms\":3}");
        assertThat(answered.path(answered.size() - 1).at("/content/0/text").asText())
                .isEqualTo("The tool says „a.txt“ – hé 🌍.");
    }

    private static ArrayNode doneItems(String stream) throws IOException {
        ArrayNode items = JSON.createArrayNode();
        for (String line : stream.lines().toList()) {
            if (line.startsWith("data: {")) {
                JsonNode event = JSON.readTree(line.substring("data: ".length()));
                if (event.path("type").asText().equals("response.output_item.done")) {
                    items.add(event.path("item"));
                }
            }
        }
        return items;
    }

    @Test
    void codexReachesOpenAiByteForByte() throws Exception {
        String stream = codex(GPT, "");
        ScriptedProvider.Asked asked = asked();
        String upstream = CODEX.formatted("gpt-5.6", "");
        String direct = post("http://127.0.0.1:" + served.provider().port() + "/v1/responses", OF_CODEX, upstream);

        assertThat(asked.body()).isEqualTo(upstream);
        assertThat(asked.headers())
                .containsEntry("openai-beta", "responses=experimental")
                .containsEntry("authorization", "Bearer " + TestedGateway.SECRET);
        assertThat(withoutNumbers(stream)).isEqualTo(withoutNumbers(direct));
    }
}
