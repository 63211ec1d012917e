package dev.sluice.gateway.provider.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.provider.UserTurn;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The turns of a chat as OpenAI's messages. */
final class OpenAiMessages {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ArrayNode messages = NODES.arrayNode();

    private final @Nullable String thoughts;

    private OpenAiMessages(@Nullable String thoughts) {
        this.thoughts = thoughts;
    }

    /** @param thoughts under which name the vendor wants them back with calls of tools; null: it does not */
    static ArrayNode of(List<Turn> turns, @Nullable String thoughts) {
        OpenAiMessages all = new OpenAiMessages(thoughts);
        for (Turn turn : turns) {
            switch (turn.role()) {
                case SYSTEM ->
                    all.messages.addObject().put("role", "system").put("content", UserTurn.texts(turn.content()));
                case USER -> all.user(turn.content());
                case ASSISTANT -> all.assistant(turn.content());
            }
        }
        return all.messages;
    }

    /** Results of tools first, each a message of its own; what is not text in them goes to the user's message after them. */
    private void user(List<Content> content) {
        UserTurn turn = UserTurn.of(content);
        for (Content.ToolResult result : turn.results()) {
            messages.addObject()
                    .put("role", "tool")
                    .put("tool_call_id", result.callId())
                    .put("content", UserTurn.texts(result.content()));
        }
        List<Content> rest = turn.rest();
        if (rest.isEmpty()) {
            return;
        }
        ObjectNode message = messages.addObject().put("role", "user");
        if (rest.stream().allMatch(Content.Text.class::isInstance)) {
            message.put("content", UserTurn.texts(rest));
        } else {
            ArrayNode parts = message.putArray("content");
            rest.forEach(part -> part(parts, part));
        }
    }

    private static void part(ArrayNode parts, Content content) {
        switch (content) {
            case Content.Text text -> parts.addObject().put("type", "text").put("text", text.text());
            case Content.Image image -> {
                ObjectNode url = parts.addObject().put("type", "image_url").putObject("image_url");
                url.put("url", url(image.source()));
                if (image.detail() != null) {
                    url.put("detail", image.detail());
                }
            }
            case Content.Document document -> {
                ObjectNode file = parts.addObject().put("type", "file").putObject("file");
                file.put("filename", document.name() == null ? "document" : document.name());
                file.put("file_data", url(document.source()));
            }
            case Content.Audio audio ->
                parts.addObject()
                        .put("type", "input_audio")
                        .putObject("input_audio")
                        .put("data", audio.base64())
                        .put("format", audio.format());
            case Content.Thinking _, Content.HiddenThinking _, Content.ToolCall _, Content.ToolResult _ -> {
                // not a user's to say
            }
        }
    }

    private static String url(Content.Source source) {
        return switch (source) {
            case Content.Source.Url url -> url.url();
            case Content.Source.Base64 data -> "data:" + data.mediaType() + ";base64," + data.data();
        };
    }

    /** Thoughts are left out, unless the vendor wants them: what another provider signed means nothing here. */
    private void assistant(List<Content> content) {
        List<Content.ToolCall> calls = content.stream()
                .filter(Content.ToolCall.class::isInstance)
                .map(Content.ToolCall.class::cast)
                .toList();
        String text = UserTurn.texts(content);
        if (calls.isEmpty() && text.isEmpty()) {
            return;
        }
        ObjectNode message = messages.addObject().put("role", "assistant");
        message.put("content", text.isEmpty() ? null : text);
        if (!calls.isEmpty()) {
            if (thoughts != null) {
                message.put(thoughts, thought(content));
            }
            ArrayNode list = message.putArray("tool_calls");
            for (Content.ToolCall call : calls) {
                list.addObject()
                        .put("id", call.id())
                        .put("type", "function")
                        .putObject("function")
                        .put("name", call.name())
                        .put("arguments", call.arguments());
            }
        }
    }

    private static String thought(List<Content> content) {
        return content.stream()
                .filter(Content.Thinking.class::isInstance)
                .map(part -> ((Content.Thinking) part).text())
                .collect(Collectors.joining("\n"));
    }
}
