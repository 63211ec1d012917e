package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Role;
import dev.sluice.gateway.inference.chat.ChatRequest.Sampling;
import dev.sluice.gateway.inference.chat.ChatRequest.Tool;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.chat.Reasoning;
import dev.sluice.gateway.inference.chat.ResponseFormat;
import dev.sluice.gateway.inference.chat.ToolChoice;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A request that says "Hi", and whatever else a test is about. */
final class Asked {
    /** Takes temperatures, budgets and efforts alike. */
    static final String MODEL = "claude-sonnet-4-6";

    static final long DEFAULT_MAX = 4_096;
    static final Tool WEATHER = new Tool("weather", "Weather of a city", null, null, null);

    List<Turn> turns = List.of(user("Hi"));
    List<Tool> tools = List.of();
    ToolChoice toolChoice = ToolChoice.UNSAID;

    @Nullable
    Boolean parallelToolCalls;

    OptionalLong maxOutputTokens = OptionalLong.empty();
    Sampling sampling = sampling(null, null);
    ResponseFormat format = ResponseFormat.TEXT;
    Reasoning reasoning = Reasoning.UNSAID;
    boolean stream;
    int choices = 1;

    @Nullable
    String user;

    Map<String, String> others = Map.of();

    static Turn user(String text) {
        return new Turn(Role.USER, List.of(new Content.Text(text)));
    }

    static Turn user(Content... content) {
        return new Turn(Role.USER, List.of(content));
    }

    static Turn assistant(Content... content) {
        return new Turn(Role.ASSISTANT, List.of(content));
    }

    static Turn system(String text) {
        return new Turn(Role.SYSTEM, List.of(new Content.Text(text)));
    }

    static Sampling sampling(@Nullable Double temperature, @Nullable Double topP, String... stop) {
        return new Sampling(temperature, topP, OptionalInt.empty(), null, null, OptionalLong.empty(), List.of(stop));
    }

    Encoded encode(String model) {
        ChatRequest request = new ChatRequest(
                turns,
                tools,
                toolChoice,
                parallelToolCalls,
                maxOutputTokens,
                sampling,
                format,
                reasoning,
                stream,
                choices,
                user,
                others);
        return AnthropicRequestEncoder.encode(request, model, DEFAULT_MAX);
    }

    JsonNode body(String model) {
        return Fixtures.json(encode(model).body());
    }

    JsonNode body() {
        return body(MODEL);
    }

    List<String> dropped(String model) {
        return encode(model).dropped();
    }

    List<String> dropped() {
        return dropped(MODEL);
    }
}
