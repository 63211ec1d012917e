package dev.sluice.gateway.endpoint.anthropic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.FinishReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A whole answer as a message of Anthropic's. */
final class MessagesReplyEncoder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private MessagesReplyEncoder() {}

    static byte[] encode(ChatReply reply, String id, String model) {
        ObjectNode message = JSON.createObjectNode();
        message.put("id", id);
        message.put("type", "message");
        message.put("role", "assistant");
        message.put("model", model);
        ArrayNode content = message.putArray("content");
        CitedText cited = new CitedText(reply.answers().getFirst());
        List<Content> parts = reply.content();
        for (int i = 0; i < parts.size(); i++) {
            boolean last = parts.subList(i + 1, parts.size()).stream().noneMatch(Content.Text.class::isInstance);
            block(content, parts.get(i), cited, last);
        }
        message.put("stop_reason", stopReason(reply.finish(), reply.stopText()));
        message.put("stop_sequence", reply.stopText());
        message.set("usage", usage(reply.usage() == null ? Tokens.NONE : reply.usage()));
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param last whether no text follows */
    private static void block(ArrayNode content, Content part, CitedText cited, boolean last) {
        switch (part) {
            case Content.Text text -> {
                ObjectNode block = content.addObject().put("type", "text").put("text", text.text());
                List<ObjectNode> citations = cited.of(text, last);
                if (!citations.isEmpty()) {
                    block.putArray("citations").addAll(citations);
                }
            }
            case Content.Thinking thinking ->
                content.addObject()
                        .put("type", "thinking")
                        .put("thinking", thinking.text())
                        .put("signature", thinking.signature() == null ? "" : thinking.signature());
            case Content.HiddenThinking hidden ->
                content.addObject().put("type", "redacted_thinking").put("data", hidden.data());
            case Content.ToolCall call -> {
                ObjectNode use = content.addObject();
                use.put("type", "tool_use").put("id", call.id()).put("name", call.name());
                use.set("input", input(call.arguments()));
            }
            case Content.Image _, Content.Document _, Content.Audio _, Content.ToolResult _ -> {
                // an assistant's message has none in this dialect
            }
        }
    }

    private static com.fasterxml.jackson.databind.JsonNode input(String arguments) {
        try {
            return JSON.readTree(arguments);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    static String stopReason(FinishReason finish, @Nullable String stopText) {
        return switch (finish) {
            case STOP -> stopText == null ? "end_turn" : "stop_sequence";
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
            case CONTENT_FILTER -> "refusal";
        };
    }

    /** Anthropic's input is what was neither read from the cache nor written to it; its output includes thinking. */
    static ObjectNode usage(Tokens tokens) {
        ObjectNode usage = JSON.createObjectNode();
        usage.put("input_tokens", tokens.input() + tokens.audioInput());
        usage.put("cache_creation_input_tokens", tokens.cacheWrite() + tokens.cacheWrite1h());
        usage.put("cache_read_input_tokens", tokens.cachedInput());
        usage.put("output_tokens", tokens.allOutput());
        return usage;
    }
}
