package dev.sluice.gateway.provider.ollama;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.provider.OtherFields;
import dev.sluice.gateway.provider.UserTurn;
import dev.sluice.gateway.provider.WireJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns to {@code messages}: texts as one text, images as bytes beside it, results of tools by the name of the tool. */
final class OllamaMessages {
    private final ArrayNode messages = WireJson.array();
    /** Of the calls so far, by their ids. */
    private final Map<String, String> toolNames = new HashMap<>();

    private OllamaMessages() {}

    /** @param instructions of the gateway's own, before all else */
    static ArrayNode of(List<Turn> turns, List<String> instructions) {
        OllamaMessages all = new OllamaMessages();
        if (!instructions.isEmpty()) {
            all.message("system", String.join("\n", instructions));
        }
        for (Turn turn : turns) {
            switch (turn.role()) {
                case SYSTEM -> all.message("system", UserTurn.texts(turn.content()));
                case USER -> all.user(turn.content());
                case ASSISTANT -> all.assistant(turn.content());
            }
        }
        return all.messages;
    }

    private ObjectNode message(String role, String content) {
        return messages.addObject().put("role", role).put("content", content);
    }

    /** Results of tools first; images in them go to the user's message after them. */
    private void user(List<Content> content) {
        UserTurn turn = UserTurn.of(content);
        for (Content.ToolResult result : turn.results()) {
            ObjectNode message = message("tool", UserTurn.texts(result.content()));
            String name = toolNames.get(result.callId());
            if (name != null) {
                message.put("tool_name", name);
            }
        }
        List<Content> rest = turn.rest();
        if (rest.isEmpty()) {
            return;
        }
        ObjectNode message = message("user", UserTurn.texts(rest));
        for (Content part : rest) {
            String image = image(part);
            if (!image.isEmpty()) {
                message.withArray("images").add(image);
            }
        }
    }

    /** @return its bytes in base64; empty when it is none */
    private static String image(Content content) {
        return switch (content) {
            case Content.Image(Content.Source.Base64(String _, String data), String _, String _) -> data;
            case Content.Image _ ->
                throw OtherFields.refused(
                        "messages",
                        "'messages' holds the address of an image, and this model's provider takes bytes alone: send it as"
                                + " a data URL (data:image/png;base64,…).");
            case Content.Document _ ->
                throw OtherFields.refused(
                        "messages",
                        "'messages' holds a document, which this model does not read: send its text, or ask a model that"
                                + " takes documents.");
            case Content.Audio _ ->
                throw OtherFields.refused(
                        "messages",
                        "'messages' holds audio, which this model cannot hear: send a transcript, or ask a model that takes"
                                + " audio.");
            case Content.Text _,
                    Content.Thinking _,
                    Content.HiddenThinking _,
                    Content.ToolCall _,
                    Content.ToolResult _ -> "";
        };
    }

    private void assistant(List<Content> content) {
        ObjectNode message = WireJson.object().put("role", "assistant").put("content", UserTurn.texts(content));
        StringBuilder thought = new StringBuilder();
        for (Content part : content) {
            if (part instanceof Content.Thinking thinking) {
                thought.append(thinking.text());
            } else if (part instanceof Content.ToolCall call) {
                toolNames.put(call.id(), call.name());
                call(message.withArray("tool_calls"), call);
            }
        }
        if (!thought.isEmpty()) {
            message.put("thinking", thought.toString());
        }
        if (message.size() > 2 || !message.path("content").asText().isEmpty()) {
            messages.add(message);
        }
    }

    /** Arguments are an object here, and no text. */
    private static void call(ArrayNode calls, Content.ToolCall call) {
        ObjectNode arguments = WireJson.object(call.arguments());
        calls.addObject()
                .putObject("function")
                .put("name", call.name())
                .set("arguments", arguments == null ? WireJson.object().put("_raw", call.arguments()) : arguments);
    }
}
