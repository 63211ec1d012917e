package dev.sluice.gateway.provider.gemini;

import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Role;
import dev.sluice.gateway.inference.chat.ChatRequest.Sampling;
import dev.sluice.gateway.inference.chat.ChatRequest.Tool;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Reasoning;
import dev.sluice.gateway.inference.chat.ResponseFormat;
import dev.sluice.gateway.inference.chat.ToolChoice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Makes a request that asks for nothing but what a test says. */
final class Asked {
    static final Sampling NO_SAMPLING =
            new Sampling(null, null, OptionalInt.empty(), null, null, OptionalLong.empty(), List.of());

    private final List<Turn> turns = new ArrayList<>();
    private final List<Tool> tools = new ArrayList<>();
    private final Map<String, String> others = new HashMap<>();
    ToolChoice toolChoice = ToolChoice.UNSAID;

    @Nullable
    Boolean parallelToolCalls;

    OptionalLong maxOutputTokens = OptionalLong.empty();
    Sampling sampling = NO_SAMPLING;
    ResponseFormat format = ResponseFormat.TEXT;
    Reasoning reasoning = Reasoning.UNSAID;
    int choices = 1;

    @Nullable
    String user;

    /** With a word of the user's, so that it is a whole request. */
    static Asked hello() {
        return new Asked().user(text("hello"));
    }

    static Content.Text text(String text) {
        return new Content.Text(text);
    }

    static Content.ToolCall call(String id, String name) {
        return new Content.ToolCall(id, name, "{}");
    }

    static Content.ToolResult result(String callId, String text) {
        return new Content.ToolResult(callId, List.of(text(text)), false, null);
    }

    static Tool tool(String name, @Nullable String schema) {
        return new Tool(name, null, schema, null, null);
    }

    Asked system(Content... content) {
        turns.add(new Turn(Role.SYSTEM, List.of(content)));
        return this;
    }

    Asked user(Content... content) {
        turns.add(new Turn(Role.USER, List.of(content)));
        return this;
    }

    Asked assistant(Content... content) {
        turns.add(new Turn(Role.ASSISTANT, List.of(content)));
        return this;
    }

    Asked tools(Tool... offered) {
        tools.addAll(List.of(offered));
        return this;
    }

    Asked other(String name, String json) {
        others.put(name, json);
        return this;
    }

    ChatRequest request() {
        return new ChatRequest(
                turns,
                tools,
                toolChoice,
                parallelToolCalls,
                maxOutputTokens,
                sampling,
                format,
                reasoning,
                true,
                choices,
                user,
                others);
    }
}
