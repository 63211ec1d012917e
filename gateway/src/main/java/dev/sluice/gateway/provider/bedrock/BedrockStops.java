package dev.sluice.gateway.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.provider.WireJson;
import org.jspecify.annotations.Nullable;

/** Why an answer ended, which replies and {@code messageStop} say alike. */
final class BedrockStops {
    private BedrockStops() {}

    /** @param calledTools with calls in the answer, an end is theirs */
    static FinishReason reason(String stopReason, boolean calledTools) {
        return switch (stopReason) {
            case "tool_use" -> calledTools ? FinishReason.TOOL_CALLS : FinishReason.STOP;
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "content_filtered", "guardrail_intervened" -> FinishReason.CONTENT_FILTER;
            default -> calledTools ? FinishReason.TOOL_CALLS : FinishReason.STOP;
        };
    }

    /** Whether the model produced something that could not be used: without any answer, that is no good end. */
    static boolean isFault(String stopReason) {
        return stopReason.equals("malformed_model_output") || stopReason.equals("malformed_tool_use");
    }

    /** Stated only where the client asked for that field of the model's. */
    static @Nullable String stopText(JsonNode stop) {
        String text = WireJson.text(stop.path("additionalModelResponseFields"), "stop_sequence");
        return text.isEmpty() ? null : text;
    }
}
