package dev.sluice.gateway.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.provider.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * The {@code usage} member. {@code inputTokens} contains neither what was read from the cache nor what was written to it;
 * {@code outputTokens} contains the thoughts, which are not counted by themselves.
 */
final class BedrockUsage {
    private BedrockUsage() {}

    /** @return null when there is none, or it cannot be true */
    static @Nullable Tokens of(JsonNode usage) {
        long input = WireJson.count(usage, "inputTokens");
        long output = WireJson.count(usage, "outputTokens");
        if (input < 0 && output < 0) {
            return null;
        }
        long written = stated(usage, "cacheWriteInputTokens");
        long hour = Math.min(written, writtenForAnHour(usage.path("cacheDetails")));
        return Tokens.of(Math.max(input, 0), Math.max(output, 0))
                .withCachedInput(stated(usage, "cacheReadInputTokens"))
                .withCacheWrite(written - hour)
                .withCacheWrite1h(hour);
    }

    private static long writtenForAnHour(JsonNode details) {
        long tokens = 0;
        for (JsonNode detail : details) {
            if (WireJson.text(detail, "ttl").equals("1h")) {
                tokens += stated(detail, "inputTokens");
            }
        }
        return tokens;
    }

    private static long stated(JsonNode object, String name) {
        return Math.max(WireJson.count(object, name), 0);
    }
}
