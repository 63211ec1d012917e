package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Citation;
import dev.sluice.gateway.inference.chat.Content;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a whole message. Blocks are known by their type, never by their place; those of unknown types are left out. */
public final class AnthropicReplyDecoder {
    private AnthropicReplyDecoder() {}

    /** @throws ProtocolException when the body is not a message, whatever else it is */
    public static ChatReply decode(byte[] body) throws ProtocolException {
        ObjectNode message = AnthropicJson.object(body, 0, body.length);
        if (message == null || !message.path("content").isArray()) {
            throw new ProtocolException("the provider's reply is not a message");
        }
        List<Content> content = new ArrayList<>();
        List<Citation> cited = new ArrayList<>();
        AnthropicCitations citations = new AnthropicCitations();
        for (JsonNode block : message.path("content")) {
            Content part = part(block);
            if (part != null) {
                content.add(part);
            }
            if (part instanceof Content.Text text) {
                citations.begin(block);
                citations.text(text.text());
                cited.addAll(citations.end());
            }
        }
        boolean calledTools = content.stream().anyMatch(Content.ToolCall.class::isInstance);
        return new ChatReply(
                AnthropicJson.text(message, "id"),
                AnthropicJson.text(message, "model"),
                List.of(new ChatReply.Answer(
                        content,
                        cited,
                        AnthropicStops.reason(AnthropicJson.text(message, "stop_reason"), calledTools),
                        AnthropicStops.stopText(message))),
                AnthropicUsage.of(message.path("usage")));
    }

    private static @Nullable Content part(JsonNode block) {
        return switch (AnthropicJson.text(block, "type")) {
            case "text" -> {
                String text = AnthropicJson.text(block, "text");
                yield text.isEmpty() ? null : new Content.Text(text);
            }
            case "thinking" -> {
                // Without text when thoughts are kept back: the signature is still needed to go on.
                String signature = AnthropicJson.text(block, "signature");
                yield new Content.Thinking(
                        AnthropicJson.text(block, "thinking"), signature.isEmpty() ? null : signature);
            }
            case "redacted_thinking" -> new Content.HiddenThinking(AnthropicJson.text(block, "data"));
            case "tool_use" ->
                new Content.ToolCall(
                        AnthropicJson.text(block, "id"),
                        AnthropicJson.text(block, "name"),
                        block.path("input").isObject() ? block.path("input").toString() : "{}");
            default -> null;
        };
    }
}
