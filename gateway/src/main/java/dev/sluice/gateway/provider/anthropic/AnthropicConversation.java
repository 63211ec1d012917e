package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.catalog.Dialect;
import dev.sluice.gateway.inference.chat.ChatRequest.Role;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.SignatureOrigin;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns to the {@code system} and {@code messages} members. In the dialect system texts stand apart from the conversation, user
 * and assistant alternate, the results of tool calls come first in the message that follows them, and no text is blank.
 */
final class AnthropicConversation {
    private AnthropicConversation() {}

    /** @param instructions of the gateway's own, behind the client's */
    static ArrayNode system(List<Turn> turns, List<String> instructions) {
        ArrayNode system = AnthropicJson.array();
        for (Turn turn : turns) {
            if (turn.role() == Role.SYSTEM) {
                turn.content().stream()
                        .filter(AnthropicConversation::isSendable)
                        .map(content -> AnthropicContent.block(content, Role.SYSTEM))
                        .forEach(system::add);
            }
        }
        instructions.forEach(
                text -> system.add(AnthropicJson.object().put("type", "text").put("text", text)));
        return system;
    }

    static ArrayNode messages(List<Turn> turns) {
        List<Turn> merged = merged(turns);
        if (merged.isEmpty()) {
            throw AnthropicHints.invalid(
                    "messages",
                    "'messages' holds nothing but system messages or blank text, and this model needs something to answer:"
                            + " add a user message.");
        }
        ArrayNode messages = AnthropicJson.array();
        merged.forEach(turn -> messages.add(message(turn)));
        stripEnd(messages.get(messages.size() - 1));
        return messages;
    }

    /** One turn per message: neighbours of one role are one, and turns of which nothing can be sent are none. */
    private static List<Turn> merged(List<Turn> turns) {
        List<Turn> merged = new ArrayList<>();
        for (Turn turn : turns) {
            List<Content> content = turn.content().stream()
                    .filter(AnthropicConversation::isSendable)
                    .toList();
            if (turn.role() == Role.SYSTEM || content.isEmpty()) {
                continue;
            }
            if (!merged.isEmpty() && merged.getLast().role() == turn.role()) {
                List<Content> both = new ArrayList<>(merged.removeLast().content());
                both.addAll(content);
                content = both;
            }
            merged.add(new Turn(turn.role(), content));
        }
        return merged;
    }

    /** Blank text is refused, and so are thoughts that nobody signed, or another provider. */
    static boolean isSendable(Content content) {
        return switch (content) {
            case Content.Text text -> !text.text().isBlank();
            case Content.Thinking thought -> SignatureOrigin.of(Dialect.ANTHROPIC, thought.signature()) != null;
            case Content.HiddenThinking hidden -> SignatureOrigin.of(Dialect.ANTHROPIC, hidden.data()) != null;
            default -> true;
        };
    }

    private static ObjectNode message(Turn turn) {
        ObjectNode message = AnthropicJson.object();
        message.put("role", turn.role() == Role.USER ? "user" : "assistant");
        ArrayNode blocks = message.putArray("content");
        // Refused: text before a result of the call that came before.
        turn.content().stream()
                .filter(Content.ToolResult.class::isInstance)
                .forEach(result -> blocks.add(AnthropicContent.block(result, turn.role())));
        turn.content().stream()
                .filter(content -> !(content instanceof Content.ToolResult))
                .forEach(content -> blocks.add(AnthropicContent.block(content, turn.role())));
        return message;
    }

    /** A beginning of the answer, put into the model's mouth, must not end with white space. */
    private static void stripEnd(JsonNode message) {
        JsonNode blocks = message.path("content");
        if (message.path("role").asText().equals("assistant")
                && blocks.path(blocks.size() - 1) instanceof ObjectNode last
                && last.has("text")) {
            last.put("text", last.path("text").asText().stripTrailing());
        }
    }
}
