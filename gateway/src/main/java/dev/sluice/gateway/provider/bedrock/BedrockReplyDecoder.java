package dev.sluice.gateway.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.provider.FailedReply;
import dev.sluice.gateway.provider.WireJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a whole reply of Converse. Blocks of unknown kinds are left out. */
final class BedrockReplyDecoder {
    private BedrockReplyDecoder() {}

    /** @throws IOException when the body is not an answer, though its status may have been good */
    static ChatReply decode(byte[] body) throws IOException {
        ObjectNode reply = WireJson.object(body, 0, body.length);
        JsonNode blocks = reply == null
                ? WireJson.object()
                : reply.path("output").path("message").path("content");
        if (reply == null || !blocks.isArray()) {
            throw new IOException("the provider's reply is not a message");
        }
        List<Content> content = new ArrayList<>();
        blocks.forEach(block -> add(content, block));
        String stopReason = WireJson.text(reply, "stopReason");
        if (content.isEmpty() && BedrockStops.isFault(stopReason)) {
            throw new FailedReply(
                    UpstreamClass.SAMPLING_FAILURE,
                    "the provider's model gave no answer that can be read",
                    BedrockUsage.of(reply.path("usage")));
        }
        boolean calledTools = content.stream().anyMatch(Content.ToolCall.class::isInstance);
        return new ChatReply(
                "",
                "",
                content,
                BedrockStops.reason(stopReason, calledTools),
                BedrockStops.stopText(reply),
                BedrockUsage.of(reply.path("usage")));
    }

    private static void add(List<Content> content, JsonNode block) {
        if (block.has("text")) {
            addText(content, WireJson.text(block, "text"));
        } else if (block.has("citationsContent")) {
            block.path("citationsContent")
                    .path("content")
                    .forEach(part -> addText(content, WireJson.text(part, "text")));
        } else if (block.has("reasoningContent")) {
            addReasoning(content, block.path("reasoningContent"));
        } else if (block.has("toolUse")) {
            JsonNode call = block.path("toolUse");
            content.add(new Content.ToolCall(
                    WireJson.text(call, "toolUseId"),
                    WireJson.text(call, "name"),
                    call.path("input").isObject() ? call.path("input").toString() : "{}"));
        }
    }

    private static void addText(List<Content> content, String text) {
        if (!text.isEmpty()) {
            content.add(new Content.Text(text));
        }
    }

    private static void addReasoning(List<Content> content, JsonNode reasoning) {
        if (reasoning.has("redactedContent")) {
            content.add(new Content.HiddenThinking(WireJson.text(reasoning, "redactedContent")));
            return;
        }
        JsonNode thought = reasoning.path("reasoningText");
        String signature = WireJson.text(thought, "signature");
        content.add(new Content.Thinking(WireJson.text(thought, "text"), signature.isEmpty() ? null : signature));
    }
}
