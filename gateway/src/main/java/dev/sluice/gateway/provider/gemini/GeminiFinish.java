package dev.sluice.gateway.provider.gemini;

import dev.sluice.gateway.inference.chat.FinishReason;

/** The values of {@code finishReason}. */
final class GeminiFinish {
    private GeminiFinish() {}

    /** @param calls whether the answer holds any: this provider says STOP all the same */
    static FinishReason of(String reason, boolean calls) {
        return switch (reason) {
            case "MAX_TOKENS" -> FinishReason.LENGTH;
            case "SAFETY",
                    "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                    "SPII",
                    "RECITATION",
                    "LANGUAGE",
                    "IMAGE_SAFETY",
                    "IMAGE_PROHIBITED_CONTENT",
                    "IMAGE_RECITATION" -> FinishReason.CONTENT_FILTER;
            default -> calls ? FinishReason.TOOL_CALLS : FinishReason.STOP;
        };
    }

    /** Whether the model produced something the provider could not use: without any answer, that is no good end. */
    static boolean isFault(String reason) {
        return switch (reason) {
            case "MALFORMED_FUNCTION_CALL", "MALFORMED_RESPONSE", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS" -> true;
            default -> false;
        };
    }
}
