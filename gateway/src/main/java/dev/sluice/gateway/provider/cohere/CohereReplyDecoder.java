package dev.sluice.gateway.provider.cohere;

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

/** Reads a whole reply. The plan for the tools is a thought, and no content. */
final class CohereReplyDecoder {
    private CohereReplyDecoder() {}

    /** @throws IOException when the body is not an answer, or one that failed */
    static ChatReply decode(byte[] body) throws IOException {
        ObjectNode reply = WireJson.object(body, 0, body.length);
        if (reply == null || !reply.path("message").isObject()) {
            throw new IOException("the provider's reply is not a message");
        }
        String reason = WireJson.text(reply, "finish_reason");
        UpstreamClass failure = CohereStops.failure(reason);
        if (failure != null) {
            throw new FailedReply(
                    failure, "the provider gave no answer: " + reason, CohereUsage.of(reply.path("usage")));
        }
        List<Content> content = content(reply.path("message"));
        boolean calledTools = content.stream().anyMatch(Content.ToolCall.class::isInstance);
        return new ChatReply(
                WireJson.text(reply, "id"),
                "",
                List.of(new ChatReply.Answer(
                        content,
                        CohereCitations.of(reply.path("message").path("citations")),
                        CohereStops.reason(reason, calledTools),
                        null)),
                CohereUsage.of(reply.path("usage")));
    }

    private static List<Content> content(JsonNode message) {
        List<Content> content = new ArrayList<>();
        JsonNode parts = message.path("content");
        if (parts.isTextual() && !parts.textValue().isEmpty()) {
            content.add(new Content.Text(parts.textValue()));
        }
        for (JsonNode part : parts) {
            String thought = WireJson.text(part, "thinking");
            String text = WireJson.text(part, "text");
            if (!thought.isEmpty()) {
                content.add(new Content.Thinking(thought, null));
            } else if (!text.isEmpty()) {
                content.add(new Content.Text(text));
            }
        }
        String plan = WireJson.text(message, "tool_plan");
        if (!plan.isEmpty()) {
            content.add(new Content.Thinking(plan, null));
        }
        for (JsonNode call : message.path("tool_calls")) {
            String arguments = WireJson.text(call.path("function"), "arguments");
            content.add(new Content.ToolCall(
                    WireJson.text(call, "id"),
                    WireJson.text(call.path("function"), "name"),
                    WireJson.object(arguments) == null ? "{}" : arguments));
        }
        return content;
    }
}
