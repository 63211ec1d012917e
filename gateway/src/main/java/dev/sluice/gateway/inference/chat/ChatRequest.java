package dev.sluice.gateway.inference.chat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a model. The model's name is not in it: each target has its own.
 *
 * @param turns in the client's order; system turns wherever the client put them
 * @param maxOutputTokens reasoning included
 * @param parallelToolCalls null: the client did not say
 * @param choices how many answers; 1 unless the client says otherwise
 * @param user who the client says the end user is
 * @param others fields of the client's dialect that this vocabulary has no word for, by their name there, as JSON text:
 *     an adapter sends those it knows, and names those it leaves out
 */
public record ChatRequest(
        List<Turn> turns,
        List<Tool> tools,
        ToolChoice toolChoice,
        @Nullable Boolean parallelToolCalls,
        OptionalLong maxOutputTokens,
        Sampling sampling,
        ResponseFormat format,
        Reasoning reasoning,
        boolean stream,
        int choices,
        @Nullable String user,
        Map<String, String> others) {
    public ChatRequest {
        turns = List.copyOf(turns);
        tools = List.copyOf(tools);
        others = Map.copyOf(others);
    }

    /** What one side says before the other does. Two turns of one role may follow each other. */
    public record Turn(Role role, List<Content> content) {
        public Turn {
            content = List.copyOf(content);
        }
    }

    /** Results of tools are a user's turn. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT
    }

    /**
     * A function that the model may call.
     *
     * @param schema JSON schema of its arguments, as text; null when it takes none
     * @param strict null: the client did not say
     * @param cacheControl of Anthropic's dialect, as JSON text
     */
    public record Tool(
            String name,
            @Nullable String description,
            @Nullable String schema,
            @Nullable Boolean strict,
            @Nullable String cacheControl) {}

    /** Null and empty: the client did not say. {@code stop}: texts that end the answer. */
    public record Sampling(
            @Nullable Double temperature,
            @Nullable Double topP,
            OptionalInt topK,
            @Nullable Double frequencyPenalty,
            @Nullable Double presencePenalty,
            OptionalLong seed,
            List<String> stop) {
        public Sampling {
            stop = List.copyOf(stop);
        }
    }
}
