package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A client of Anthropic's Messages that streams: keeps a block for each index, as Anthropic's own SDKs do. */
final class MessagesClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringBuilder content = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder signature = new StringBuilder();
    private final Map<Integer, String[]> calls = new TreeMap<>();
    private @Nullable String finish;

    private MessagesClient() {}

    static String ask(String model) throws IOException {
        return JSON.writeValueAsString(JSON.readTree("""
                {"model":"%s","stream":true,"max_tokens":1000,"messages":[{"role":"user","content":"Weather in Köln?"}],
                "tools":[{"name":"weather","input_schema":{"type":"object","properties":{"city":{"type":"string"}}}},
                {"name":"now","input_schema":{"type":"object","properties":{}}}]}""".formatted(model)));
    }

    static Result read(String stream) throws IOException {
        MessagesClient client = new MessagesClient();
        for (String line : stream.lines().toList()) {
            if (line.startsWith("data: {")) {
                client.event(JSON.readTree(line.substring("data: ".length())));
            }
        }
        List<Result.ToolCall> calls = new ArrayList<>();
        for (String[] call : client.calls.values()) {
            calls.add(new Result.ToolCall(call[0], call[1], call[2].isEmpty() ? "{}" : call[2]));
        }
        return new Result(
                client.content.toString(),
                client.reasoning.toString(),
                client.signature.toString(),
                calls,
                client.finish);
    }

    private void event(JsonNode event) {
        int index = event.path("index").asInt();
        JsonNode block = event.path("content_block");
        JsonNode delta = event.path("delta");
        switch (event.path("type").asText()) {
            case "content_block_start" -> {
                if (block.path("type").asText().equals("tool_use")) {
                    calls.put(index, new String[] {
                        block.path("id").asText(), block.path("name").asText(), ""
                    });
                }
            }
            case "content_block_delta" -> {
                content.append(delta.path("text").asText(""));
                reasoning.append(delta.path("thinking").asText(""));
                signature.append(delta.path("signature").asText(""));
                String[] call = calls.get(index);
                if (call != null) {
                    call[2] += delta.path("partial_json").asText("");
                }
            }
            case "message_delta" ->
                finish = inOpenAisWords(delta.path("stop_reason").asText());
            default -> {
                // The beginning, ends of blocks, pings.
            }
        }
    }

    private static @Nullable String inOpenAisWords(String reason) {
        return switch (reason) {
            case "end_turn", "stop_sequence" -> "stop";
            case "max_tokens" -> "length";
            case "tool_use" -> "tool_calls";
            case "refusal" -> "content_filter";
            default -> null;
        };
    }
}
