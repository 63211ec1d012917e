package dev.sluice.gateway.provider;

import dev.sluice.gateway.inference.chat.ResponseFormat;
import dev.sluice.gateway.inference.chat.ToolChoice;
import org.jspecify.annotations.Nullable;

/** What is said to a model in words where its dialect cannot hold it to it. The field is then named as left out. */
public final class Instructions {
    private Instructions() {}

    /** In words, for models that cannot be held to it; null when no form is asked for. */
    public static @Nullable String asked(ResponseFormat format) {
        return switch (format) {
            case ResponseFormat.Text _ -> null;
            case ResponseFormat.JsonObject _ ->
                "Answer with one JSON object and nothing else: no prose, no code fence.";
            case ResponseFormat.JsonSchema schema ->
                "Answer with one JSON object and nothing else, no prose, no code fence. It satisfies this JSON schema: "
                        + ToolSchemas.of(schema);
        };
    }

    /** In words, for models that cannot be made to call; null when the choice leaves the model free. */
    public static @Nullable String demanded(ToolChoice choice) {
        return switch (choice) {
            case ToolChoice.Required _ -> "Answer by calling one of the tools.";
            case ToolChoice.Named(String name) -> "Answer by calling the tool " + name + ".";
            case ToolChoice.Unsaid _, ToolChoice.Auto _, ToolChoice.None _ -> null;
        };
    }
}
