package dev.sluice.gateway.provider.openai.responses;

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
        List<Citation> citations = new ArrayList<>();
        int length = 0;
        for (JsonNode item : response.path("output")) {
            add(item, content);
            length = cited(item, length, citations);
        }
        boolean calls = content.stream().anyMatch(Content.ToolCall.class::isInstance);
        return new ChatReply(
                response.path("id").asText(""),
                response.path("model").asText(""),
                List.of(new ChatReply.Answer(content, citations, finish(response, calls), null)),
                ResponsesUsage.of(response.path("usage")));
    }

    private static void add(JsonNode item, List<Content> content) {
        switch (item.path("type").asText("")) {
            case "message" -> {
                String text = texts(item);
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

    /**
     * What the parts of an item cite.
     *
     * @param length of the answer's text before it
     * @return of the text with it
     */
    static int cited(JsonNode item, int length, List<Citation> to) {
        int after = length;
        if (item.path("type").asText("").equals("message")) {
            for (JsonNode part : item.path("content")) {
                to.addAll(UrlCitations.of(part.path("annotations"), after));
                after += Citation.length(text(part));
            }
        }
        return after;
    }

    /** Of a message: texts and refusals. */
    static String texts(JsonNode message) {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : message.path("content")) {
            text.append(text(part));
        }
        return text.toString();
    }

    private static String text(JsonNode part) {
        return part.path("text").asText(part.path("refusal").asText(""));
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
