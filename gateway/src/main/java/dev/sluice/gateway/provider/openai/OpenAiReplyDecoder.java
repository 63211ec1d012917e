package dev.sluice.gateway.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Citation;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.provider.UrlCitations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A whole chat completion, for clients that speak another dialect. */
final class OpenAiReplyDecoder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private OpenAiReplyDecoder() {}

    static ChatReply decode(byte[] body) throws IOException {
        JsonNode reply = JSON.readTree(body);
        JsonNode choice =
                reply == null ? JSON.missingNode() : reply.path("choices").path(0);
        JsonNode message = choice.path("message");
        if (!message.isObject()) {
            throw new IOException("no chat completion");
        }
        List<Content> content = new ArrayList<>();
        String thought = thought(message);
        if (!thought.isEmpty()) {
            content.add(new Content.Thinking(thought, null));
        }
        String text = text(message.path("content"));
        if (!text.isEmpty()) {
            content.add(new Content.Text(text));
        }
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            content.add(new Content.ToolCall(
                    call.path("id").asText(),
                    function.path("name").asText(),
                    arguments(function.path("arguments").asText())));
        }
        boolean calls = content.stream().anyMatch(Content.ToolCall.class::isInstance);
        return new ChatReply(
                reply.path("id").asText(),
                reply.path("model").asText(),
                List.of(new ChatReply.Answer(
                        content,
                        citations(reply, message),
                        finish(choice.path("finish_reason").asText(), calls),
                        null)),
                OpenAiUsage.ofReply(body));
    }

    private static List<Citation> citations(JsonNode reply, JsonNode message) {
        List<Citation> cited = UrlCitations.of(message.path("annotations"), 0);
        return cited.isEmpty() ? UrlCitations.ofSearch(reply.path("search_results")) : cited;
    }

    /** Under the names that it has: {@code reasoning_content}, {@code reasoning}, or Mistral's parts of the content. */
    static String thought(JsonNode message) {
        String thought = message.path("reasoning_content").asText("");
        if (thought.isEmpty()) {
            thought = message.path("reasoning").asText("");
        }
        return thought.isEmpty() ? thoughtParts(message.path("content")) : thought;
    }

    private static String thoughtParts(JsonNode content) {
        StringBuilder thought = new StringBuilder();
        for (JsonNode part : content) {
            if (part.path("type").asText().equals("thinking")) {
                thought.append(text(part.path("thinking")));
            }
        }
        return thought.toString();
    }

    /** A text, or parts of which some are text. */
    static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.asText("");
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }

    /** An object in any case: models end in the midst of one, and send nothing where there are no arguments. */
    private static String arguments(String sent) {
        try {
            return JSON.readTree(sent).isObject() ? sent : "{}";
        } catch (IOException e) {
            return "{}";
        }
    }

    static FinishReason finish(String reason, boolean calls) {
        return switch (reason) {
            case "length", "max_tokens", "model_length", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "content_filter", "sensitive" -> FinishReason.CONTENT_FILTER;
            case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
            default -> calls ? FinishReason.TOOL_CALLS : FinishReason.STOP;
        };
    }
}
