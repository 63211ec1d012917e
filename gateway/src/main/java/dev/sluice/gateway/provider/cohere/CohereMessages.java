package dev.sluice.gateway.provider.cohere;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest.Role;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.provider.OtherFields;
import dev.sluice.gateway.provider.UserTurn;
import dev.sluice.gateway.provider.WireJson;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns to {@code messages}: one system message first, each result of a tool a message of its own. */
final class CohereMessages {
    private final ArrayNode messages = WireJson.array();

    private CohereMessages() {}

    /**
     * @param instructions of the gateway's own, behind the client's
     * @param thoughts whether the model takes its thoughts back
     */
    static ArrayNode of(List<Turn> turns, List<String> instructions, boolean thoughts) {
        CohereMessages all = new CohereMessages();
        all.system(turns, instructions);
        for (Turn turn : turns) {
            switch (turn.role()) {
                case SYSTEM -> {}
                case USER -> all.user(turn.content());
                case ASSISTANT -> all.assistant(turn.content(), thoughts);
            }
        }
        return all.messages;
    }

    private void system(List<Turn> turns, List<String> instructions) {
        String system = Stream.concat(
                        turns.stream()
                                .filter(turn -> turn.role() == Role.SYSTEM)
                                .map(turn -> UserTurn.texts(turn.content())),
                        instructions.stream())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
        if (!system.isEmpty()) {
            messages.addObject().put("role", "system").put("content", system);
        }
    }

    /** Results of tools first; what is not text in them goes to the user's message after them. */
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

    private void assistant(List<Content> content, boolean thoughts) {
        List<Content.ToolCall> calls = content.stream()
                .filter(Content.ToolCall.class::isInstance)
                .map(Content.ToolCall.class::cast)
                .toList();
        String text = UserTurn.texts(content);
        String thought = content.stream()
                .filter(Content.Thinking.class::isInstance)
                .map(part -> ((Content.Thinking) part).text())
                .collect(Collectors.joining("\n"));
        if (calls.isEmpty() && text.isEmpty()) {
            return;
        }
        ObjectNode message = messages.addObject().put("role", "assistant");
        if (thoughts && !thought.isEmpty()) {
            ArrayNode parts = message.putArray("content");
            parts.addObject().put("type", "thinking").put("thinking", thought);
            if (!text.isEmpty()) {
                parts.addObject().put("type", "text").put("text", text);
            }
        } else {
            if (!text.isEmpty()) {
                message.put("content", text);
            }
            if (!calls.isEmpty() && !thought.isEmpty()) {
                message.put("tool_plan", thought); // where it came from, with models that do not think aloud
            }
        }
        if (!calls.isEmpty()) {
            calls(message.putArray("tool_calls"), calls);
        }
    }

    private static void calls(ArrayNode list, List<Content.ToolCall> calls) {
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
