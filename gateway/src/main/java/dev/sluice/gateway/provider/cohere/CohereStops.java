package dev.sluice.gateway.provider.cohere;

import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.FinishReason;
import org.jspecify.annotations.Nullable;

/** The values of {@code finish_reason}. */
final class CohereStops {
    private CohereStops() {}

    /** @return null when it is an answer's end */
    static @Nullable UpstreamClass failure(String reason) {
        return switch (reason) {
            case "ERROR" -> UpstreamClass.SERVER_ERROR;
            case "TIMEOUT" -> UpstreamClass.TIMEOUT_TOTAL;
            default -> null;
        };
    }

    /** @param calledTools with calls in the answer, an end is theirs */
    static FinishReason reason(String reason, boolean calledTools) {
        return switch (reason) {
            case "MAX_TOKENS", "ERROR_LIMIT" -> FinishReason.LENGTH;
            case "ERROR_TOXIC" -> FinishReason.CONTENT_FILTER;
            default -> calledTools ? FinishReason.TOOL_CALLS : FinishReason.STOP;
        };
    }
}
