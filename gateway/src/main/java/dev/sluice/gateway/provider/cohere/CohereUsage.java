package dev.sluice.gateway.provider.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.provider.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * The {@code usage} member. What counts is what is billed, {@code billed_units}: what the model processed, {@code tokens},
 * contains the template around the messages and stands in where nothing billed is stated.
 */
final class CohereUsage {
    private CohereUsage() {}

    /** @return null when there is none, or it cannot be true */
    static @Nullable Tokens of(JsonNode usage) {
        Tokens billed = tokens(usage.path("billed_units"), 0);
        return billed != null ? billed : tokens(usage.path("tokens"), WireJson.count(usage, "cached_tokens"));
    }

    /** @param cached within the input that was processed; of what is billed nothing is said of it */
    private static @Nullable Tokens tokens(JsonNode units, long cached) {
        long input = WireJson.count(units, "input_tokens");
        long output = WireJson.count(units, "output_tokens");
        if (input < 0 && output < 0) {
            return null;
        }
        long all = Math.max(input, 0);
        long read = Math.min(Math.max(cached, 0), all);
        return Tokens.of(all - read, Math.max(output, 0)).withCachedInput(read);
    }
}
