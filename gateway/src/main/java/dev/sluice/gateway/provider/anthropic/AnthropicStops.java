package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.inference.chat.FinishReason;
import org.jspecify.annotations.Nullable;

/** Why an answer ended: {@code stop_reason} and {@code stop_sequence}, which replies and {@code message_delta} share. */
final class AnthropicStops {
    private AnthropicStops() {}

    /**
     * @param stopReason empty: not stated
     * @param calledTools with calls in the answer, an end is theirs, whatever a compatible server calls it
     */
    static FinishReason reason(String stopReason, boolean calledTools) {
        return switch (stopReason) {
            case "tool_use" -> FinishReason.TOOL_CALLS;
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "refusal" -> FinishReason.CONTENT_FILTER;
            default -> calledTools ? FinishReason.TOOL_CALLS : FinishReason.STOP;
        };
    }

    static @Nullable String stopText(JsonNode stop) {
        String text = AnthropicJson.text(stop, "stop_sequence");
        return text.isEmpty() ? null : text;
    }
}
