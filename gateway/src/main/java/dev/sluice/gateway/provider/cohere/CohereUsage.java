package dev.sluice.gateway.provider.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.provider.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * The {@code usage} member. What counts is what the model processed, {@code tokens}: it contains the template around the
 * messages, for which Cohere does not bill. {@code billed_units} stand in where no tokens are stated.
 */
final class CohereUsage {
    private CohereUsage() {}

    /** @return null when there is none, or it cannot be true */
    static @Nullable Tokens of(JsonNode usage) {
        JsonNode billed = usage.path("billed_units");
        long input = stated(usage.path("tokens"), billed, "input_tokens");
        long output = stated(usage.path("tokens"), billed, "output_tokens");
        if (input < 0 && output < 0) {
            return null;
        }
        long all = Math.max(input, 0);
        long cached = Math.min(Math.max(WireJson.count(usage, "cached_tokens"), 0), all);
        return Tokens.of(all - cached, Math.max(output, 0)).withCachedInput(cached);
    }

    private static long stated(JsonNode tokens, JsonNode billed, String name) {
        long count = WireJson.count(tokens, name);
        return count >= 0 ? count : WireJson.count(billed, name);
    }
}
