package dev.sluice.gateway.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.usage.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * {@code usageMetadata}. There {@code promptTokenCount} contains {@code cachedContentTokenCount} but not {@code
 * toolUsePromptTokenCount}, and {@code candidatesTokenCount} does not contain {@code thoughtsTokenCount}; here the classes
 * are made disjoint, once. Audio is a part of each: of the prompt, of what of it was cached, of the candidates.
 */
final class GeminiUsage {
    /** A usage beyond this is a provider's mistake, and taken as not stated. */
    private static final long MAX_TOKENS = 1L << 32;

    private GeminiUsage() {}

    /** @return null when there is none, or when it cannot be true */
    static @Nullable Tokens of(JsonNode usage) {
        long prompt = count(usage, "promptTokenCount");
        long tools = count(usage, "toolUsePromptTokenCount");
        long cached = count(usage, "cachedContentTokenCount");
        long candidates = count(usage, "candidatesTokenCount");
        long thoughts = count(usage, "thoughtsTokenCount");
        long total = count(usage, "totalTokenCount");
        if (prompt < 0 || tools < 0 || cached < 0 || candidates < 0 || thoughts < 0 || total < 0) {
            return null;
        }
        if (prompt + tools + candidates + thoughts == 0) {
            return null;
        }
        long input = prompt + tools;
        long read = Math.min(cached, input);
        // Some versions of Vertex AI count thoughts among the candidates; then the sum is reached without them.
        boolean inside = thoughts > 0 && thoughts <= candidates && total == input + candidates;
        long visible = inside ? candidates - thoughts : candidates;
        long heard = audio(usage, "promptTokensDetails") + audio(usage, "toolUsePromptTokensDetails");
        long fresh = Math.clamp(heard - audio(usage, "cacheTokensDetails"), 0, input - read);
        long spoken = Math.min(audio(usage, "candidatesTokensDetails"), visible);
        return Tokens.of(input - read - fresh, visible - spoken)
                .withCachedInput(read)
                .withReasoning(thoughts)
                .withAudio(fresh, spoken);
    }

    /** What of a count was audio. */
    private static long audio(JsonNode usage, String name) {
        for (JsonNode detail : usage.path(name)) {
            if (detail.path("modality").asText().equals("AUDIO")) {
                return Math.max(count(detail, "tokenCount"), 0);
            }
        }
        return 0;
    }

    /** 0 when it is not stated; negative when it cannot be true. */
    private static long count(JsonNode usage, String name) {
        JsonNode count = usage.path(name);
        if (!count.isNumber() || !count.canConvertToExactIntegral()) {
            return 0;
        }
        return count.canConvertToLong() && count.longValue() <= MAX_TOKENS ? count.longValue() : -1;
    }
}
