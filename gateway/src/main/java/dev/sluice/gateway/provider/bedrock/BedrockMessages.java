package dev.sluice.gateway.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.ChatRequest.Role;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.provider.OtherFields;
import dev.sluice.gateway.provider.WireJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns to {@code system} and {@code messages}. User and assistant alternate and the user begins; all calls of an answer are
 * answered in the message after it, first in that message; no text is blank.
 */
final class BedrockMessages {
    /** Says nothing, where something has to be said. */
    private static final String NOTHING = ".";

    private final BedrockContent blocks;

    BedrockMessages(BedrockContent blocks) {
        this.blocks = blocks;
    }

    /** @param instructions of the gateway's own, behind the client's */
    ArrayNode system(List<Turn> turns, List<String> instructions) {
        ArrayNode system = WireJson.array();
        for (Turn turn : turns) {
            if (turn.role() == Role.SYSTEM) {
                turn.content().stream()
                        .filter(blocks::isSendable)
                        .forEach(content -> blocks.add(system, content, Role.SYSTEM));
            }
        }
        instructions.forEach(text -> system.addObject().put("text", text));
        return system;
    }

    ArrayNode messages(List<Turn> turns) {
        List<Turn> merged = merged(turns);
        if (merged.isEmpty()) {
            throw OtherFields.refused(
                    "messages",
                    "'messages' holds nothing but system messages or blank text, and this model needs something to answer:"
                            + " add a user message.");
        }
        ArrayNode messages = WireJson.array();
        if (merged.getFirst().role() == Role.ASSISTANT) {
            message(messages, "user").addObject().put("text", NOTHING);
        }
        Set<String> unanswered = new HashSet<>();
        for (Turn turn : merged) {
            if (turn.role() == Role.USER) {
                user(message(messages, "user"), turn.content(), unanswered);
            } else {
                assistant(message(messages, "assistant"), turn.content(), unanswered);
            }
        }
        requireAnswered(unanswered);
        stripEnd(messages.get(messages.size() - 1));
        return messages;
    }

    private static ArrayNode message(ArrayNode messages, String role) {
        return messages.addObject().put("role", role).putArray("content");
    }

    /** One turn per message: neighbours of one role are one, and turns of which nothing can be sent are none. */
    private List<Turn> merged(List<Turn> turns) {
        List<Turn> merged = new ArrayList<>();
        for (Turn turn : turns) {
            List<Content> content =
                    turn.content().stream().filter(blocks::isSendable).toList();
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

    private void assistant(ArrayNode content, List<Content> said, Set<String> unanswered) {
        requireAnswered(unanswered);
        blocks.nextAnswer();
        for (Content part : said) {
            blocks.add(content, part, Role.ASSISTANT);
            if (part instanceof Content.ToolCall call) {
                unanswered.add(call.id());
            }
        }
    }

    private void user(ArrayNode content, List<Content> said, Set<String> unanswered) {
        for (Content part : said) {
            if (part instanceof Content.ToolResult result) {
                if (!unanswered.remove(result.callId())) {
                    throw orphan(result);
                }
                blocks.add(content, part, Role.USER);
            }
        }
        requireAnswered(unanswered);
        said.stream()
                .filter(part -> !(part instanceof Content.ToolResult))
                .forEach(part -> blocks.add(content, part, Role.USER));
        if (said.stream().anyMatch(Content.Document.class::isInstance)
                && said.stream().noneMatch(Content.Text.class::isInstance)) {
            content.addObject().put("text", NOTHING); // a document alone is refused
        }
    }

    private static void requireAnswered(Set<String> unanswered) {
        if (!unanswered.isEmpty()) {
            throw OtherFields.refused(
                    "messages",
                    "messages: the call '" + unanswered.iterator().next()
                            + "' has no result: add a tool message with that tool_call_id right after the assistant's");
        }
    }

    private static GatewayException orphan(Content.ToolResult result) {
        return OtherFields.refused(
                "messages",
                "messages: a tool message answers '" + result.callId()
                        + "', which the assistant message before it does not call: send that call too, or leave the"
                        + " result out");
    }

    /** A beginning of the answer, put into the model's mouth, must not end with white space. */
    private static void stripEnd(JsonNode message) {
        JsonNode content = message.path("content");
        if (message.path("role").asText().equals("assistant")
                && content.path(content.size() - 1) instanceof ObjectNode last
                && last.has("text")) {
            last.put("text", last.path("text").asText().stripTrailing());
        }
    }
}
