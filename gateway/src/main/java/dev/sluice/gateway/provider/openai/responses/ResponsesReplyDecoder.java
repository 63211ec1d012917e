package dev.sluice.gateway.provider.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.FinishReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A whole response, for clients that speak another dialect. Items of unknown types are left out. */
final class ResponsesReplyDecoder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ResponsesReplyDecoder() {}

    /** @throws IOException when it is no response, or one that failed */
    static ChatReply decode(byte[] body) throws IOException {
        JsonNode response = JSON.readTree(body);
        if (response == null || !response.path("output").isArray()) {
            throw new IOException("no response");
        }
        if (response.path("status").asText().equals("failed")) {
            throw new IOException(ResponsesFailure.ofResponse(response).message());
        }
        List<Content> content = new ArrayList<>();
        response.path("output").forEach(item -> add(item, content));
        boolean calls = content.stream().anyMatch(Content.ToolCall.class::isInstance);
        return new ChatReply(
                response.path("id").asText(""),
                response.path("model").asText(""),
                content,
                finish(response, calls),
                null,
                ResponsesUsage.of(response.path("usage")));
    }

    private static void add(JsonNode item, List<Content> content) {
        switch (item.path("type").asText("")) {
            case "message" -> {
                String text = text(item);
                if (!text.isEmpty()) {
                    content.add(new Content.Text(text));
                }
            }
            case "reasoning" -> {
                String text = EncryptedReasoning.text(item);
                String signature = EncryptedReasoning.signature(item);
                if (!text.isEmpty() || signature != null) {
                    content.add(new Content.Thinking(text, signature));
                }
            }
            case "function_call" ->
                content.add(new Content.ToolCall(
                        item.path("call_id").asText(""),
                        item.path("name").asText(""),
                        arguments(item.path("arguments").asText(""))));
            default -> {}
        }
    }

    /** Of a message: texts and refusals. */
    static String text(JsonNode message) {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : message.path("content")) {
            text.append(part.path("text").asText(part.path("refusal").asText("")));
        }
        return text.toString();
    }

    /** An object in any case: an answer may end in the midst of one. */
    private static String arguments(String sent) {
        try {
            JsonNode arguments = JSON.readTree(sent);
            return arguments != null && arguments.isObject() ? sent : "{}";
        } catch (IOException e) {
            return "{}";
        }
    }

    static FinishReason finish(JsonNode response, boolean calls) {
        if (response.path("status").asText("").equals("incomplete")) {
            return response.path("incomplete_details").path("reason").asText("").equals("content_filter")
                    ? FinishReason.CONTENT_FILTER
                    : FinishReason.LENGTH;
        }
        return calls ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    }
}
