package dev.sluice.gateway.endpoint.openai.chat;

import dev.sluice.gateway.inference.chat.ChatRequest.Role;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Content.ToolResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code messages}: turns in the client's order. The results of tools that stand beside each other are one turn of the
 * user. Messages that say nothing are left out, as no other dialect takes them.
 */
final class TurnsDecoder {
    private final List<Turn> turns = new ArrayList<>();
    /** Of the tool messages just read; not yet a turn. */
    private final List<Content> results = new ArrayList<>();

    private final FunctionCallIds functionCalls = new FunctionCallIds();

    private TurnsDecoder() {}

    static List<Turn> decode(Field messages) {
        if (!messages.isSaid()) {
            throw messages.wrong("is required: send an array of messages");
        }
        TurnsDecoder decoder = new TurnsDecoder();
        for (Field message : messages.elements()) {
            decoder.message(message.object());
        }
        decoder.endResults();
        if (decoder.turns.isEmpty()) {
            throw messages.wrong("must have a message that is not empty");
        }
        return decoder.turns;
    }

    private void message(Field message) {
        Field role = message.member("role");
        Field content = message.member("content");
        switch (role.text()) {
            case "system", "developer" -> turn(Role.SYSTEM, PartsDecoder.SYSTEM.decode(content), message);
            case "user" -> turn(Role.USER, PartsDecoder.USER.decode(content), message);
            case "assistant" -> turn(Role.ASSISTANT, AssistantDecoder.decode(message, functionCalls), message);
            case "tool" -> result(message.member("tool_call_id").filledText(), message);
            case "function" ->
                result(functionCalls.answered(message.member("name").filledText()), message);
            default -> throw role.wrong("must be system, developer, user, assistant or tool");
        }
    }

    private void turn(Role role, List<Content> said, Field message) {
        endResults();
        if (!said.isEmpty()) {
            turns.add(new Turn(
                    role,
                    CacheMarks.onLast(said, message.member("cache_control").objectIfSaid())));
        }
    }

    private void result(String callId, Field message) {
        @Nullable String cacheControl = message.member("cache_control").objectIfSaid();
        List<Content> content = PartsDecoder.TOOL.decode(message.member("content"));
        results.add(new ToolResult(callId, content, false, cacheControl));
    }

    private void endResults() {
        if (!results.isEmpty()) {
            turns.add(new Turn(Role.USER, results));
            results.clear();
        }
    }
}
