package dev.sluice.gateway.provider.openai.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest.Role;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The turns of a chat as input items. Adjacent texts, images and files of a turn are one message. */
final class ResponsesInput {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ArrayNode items = NODES.arrayNode();
    /** Reasoning that waits for what it led to: alone it is refused. */
    private final List<ObjectNode> reasoning = new ArrayList<>();

    private @Nullable ArrayNode parts;

    private ResponsesInput() {}

    /** The system turns that stand before all else, as one text; empty when there are none. */
    static String instructions(List<Turn> turns) {
        return turns.stream()
                .takeWhile(turn -> turn.role() == Role.SYSTEM)
                .map(turn -> text(turn.content()))
                .collect(Collectors.joining("\n\n"));
    }

    /** All turns behind the instructions. */
    static ArrayNode of(List<Turn> turns) {
        ResponsesInput input = new ResponsesInput();
        turns.stream().dropWhile(turn -> turn.role() == Role.SYSTEM).forEach(input::turn);
        return input.items;
    }

    static String text(List<Content> content) {
        return content.stream()
                .filter(Content.Text.class::isInstance)
                .map(part -> ((Content.Text) part).text())
                .collect(Collectors.joining("\n"));
    }

    private void turn(Turn turn) {
        parts = null;
        for (Content content : turn.content()) {
            if (turn.role() == Role.ASSISTANT) {
                assistant(content);
            } else {
                user(turn.role() == Role.SYSTEM ? "developer" : "user", content);
            }
        }
        reasoning.clear();
    }

    private void user(String role, Content content) {
        if (content instanceof Content.ToolResult result) {
            parts = null;
            ObjectNode output = items.addObject().put("type", "function_call_output");
            output.put("call_id", result.callId());
            if (result.content().stream().allMatch(Content.Text.class::isInstance)) {
                output.put("output", text(result.content()));
            } else {
                ArrayNode list = output.putArray("output");
                result.content().forEach(part -> part(list, part));
            }
        } else {
            part(message(role), content);
        }
    }

    private ArrayNode message(String role) {
        if (parts == null) {
            parts = items.addObject().put("role", role).putArray("content");
        }
        return parts;
    }

    private static void part(ArrayNode parts, Content content) {
        switch (content) {
            case Content.Text text ->
                parts.addObject().put("type", "input_text").put("text", text.text());
            case Content.Image image ->
                parts.addObject()
                        .put("type", "input_image")
                        .put("image_url", url(image.source()))
                        .put("detail", image.detail() == null ? "auto" : image.detail());
            case Content.Document document -> {
                ObjectNode file = parts.addObject().put("type", "input_file");
                if (document.source() instanceof Content.Source.Url(String url)) {
                    file.put("file_url", url);
                } else {
                    file.put("filename", document.name() == null ? "document" : document.name());
                    file.put("file_data", url(document.source()));
                }
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

    private void assistant(Content content) {
        switch (content) {
            case Content.Text text -> {
                if (!text.text().isEmpty()) {
                    reasoned();
                    message("assistant").addObject().put("type", "output_text").put("text", text.text());
                }
            }
            case Content.ToolCall call -> {
                reasoned();
                parts = null;
                items.addObject()
                        .put("type", "function_call")
                        .put("call_id", call.id())
                        .put("name", call.name())
                        .put("arguments", call.arguments());
            }
            case Content.Thinking thinking -> thought(EncryptedReasoning.item(thinking.text(), thinking.signature()));
            case Content.HiddenThinking hidden -> thought(EncryptedReasoning.item("", hidden.data()));
            case Content.Image _, Content.Document _, Content.Audio _, Content.ToolResult _ -> {
                // not the model's to say
            }
        }
    }

    private void thought(@Nullable ObjectNode item) {
        if (item != null) {
            parts = null;
            reasoning.add(item);
        }
    }

    private void reasoned() {
        reasoning.forEach(items::add);
        reasoning.clear();
    }
}
