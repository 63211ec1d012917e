package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A client of chat completions that streams: joins deltas as OpenAI's own SDKs do. */
final class ChatClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringBuilder content = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder signature = new StringBuilder();
    private final Map<Integer, String[]> calls = new TreeMap<>();
    private @Nullable String finish;

    private ChatClient() {}

    static String ask(String model) throws IOException {
        return JSON.writeValueAsString(JSON.readTree("""
                {"model":"%s","stream":true,"stream_options":{"include_usage":true},"max_completion_tokens":1000,
                "messages":[{"role":"user","content":"Weather in Köln?"}],
                "tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}},
                {"type":"function","function":{"name":"now","parameters":{"type":"object","properties":{}}}}]}""".formatted(model)));
    }

    static Result read(String stream) throws IOException {
        ChatClient client = new ChatClient();
        for (String line : stream.lines().toList()) {
            if (line.startsWith("data: {")) {
                client.chunk(JSON.readTree(line.substring("data: ".length())));
            }
        }
        List<Result.ToolCall> calls = new ArrayList<>();
        client.calls.values().forEach(call -> calls.add(new Result.ToolCall(call[0], call[1], call[2])));
        return new Result(
                client.content.toString(),
                client.reasoning.toString(),
                client.signature.toString(),
                calls,
                client.finish);
    }

    private void chunk(JsonNode chunk) {
        JsonNode choice = chunk.path("choices").path(0);
        JsonNode delta = choice.path("delta");
        content.append(delta.path("content").asText(""));
        reasoning.append(delta.path("reasoning_content").asText(""));
        for (JsonNode block : delta.path("thinking_blocks")) {
            signature.append(block.path("signature").asText(""));
        }
        for (JsonNode call : delta.path("tool_calls")) {
            String[] joined = calls.computeIfAbsent(call.path("index").asInt(), _ -> new String[] {"", "", ""});
            joined[0] += call.path("id").asText("");
            joined[1] += call.path("function").path("name").asText("");
            joined[2] += call.path("function").path("arguments").asText("");
        }
        String reason = choice.path("finish_reason").textValue();
        finish = reason == null ? finish : reason;
    }
}
