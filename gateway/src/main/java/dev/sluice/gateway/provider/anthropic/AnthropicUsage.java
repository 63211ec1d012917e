package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.usage.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * The {@code usage} objects of one answer. {@code input_tokens} contains neither what was read from the cache nor what was
 * written to it; {@code output_tokens} contains the thinking. A stream states usage several times, each time for all of the
 * answer so far but not always with every figure: the input side may come with the first alone. Figures only grow, so the
 * largest stated is the last.
 */
final class AnthropicUsage {
    /** A usage beyond this is a provider's mistake, and taken as not stated. */
    private static final long MAX_TOKENS = 1L << 32;

    private long input;
    private long cacheRead;
    /** Of both lifetimes. */
    private long cacheWrite;

    private long cacheWrite5m;
    private long cacheWrite1h;
    private long output;
    private long thinking;

    /** @return null when it is no usage, or cannot be true */
    static @Nullable Tokens of(JsonNode usage) {
        return new AnthropicUsage().plus(usage);
    }

    /**
     * Takes in what is stated now.
     *
     * @return all that is known; null when nothing was stated now
     */
    @Nullable
    Tokens plus(JsonNode usage) {
        JsonNode lifetimes = usage.path("cache_creation");
        long[] now = {
            count(usage, "input_tokens"),
            count(usage, "cache_read_input_tokens"),
            count(usage, "cache_creation_input_tokens"),
            count(lifetimes, "ephemeral_5m_input_tokens"),
            count(lifetimes, "ephemeral_1h_input_tokens"),
            count(usage, "output_tokens"),
            count(usage.path("output_tokens_details"), "thinking_tokens")
        };
        boolean anything = false;
        for (long figure : now) {
            if (figure > MAX_TOKENS) {
                return null;
            }
            anything |= figure >= 0;
        }
        if (!anything) {
            return null;
        }
        input = Math.max(input, now[0]);
        cacheRead = Math.max(cacheRead, now[1]);
        cacheWrite = Math.max(cacheWrite, now[2]);
        cacheWrite5m = Math.max(cacheWrite5m, now[3]);
        cacheWrite1h = Math.max(cacheWrite1h, now[4]);
        output = Math.max(output, now[5]);
        thinking = Math.max(thinking, now[6]);
        return tokens();
    }

    private Tokens tokens() {
        long written = Math.max(cacheWrite, cacheWrite5m + cacheWrite1h);
        long thought = Math.min(thinking, output);
        return Tokens.of(input, output - thought)
                .withCachedInput(cacheRead)
                .withCacheWrite(written - cacheWrite1h)
                .withCacheWrite1h(cacheWrite1h)
                .withReasoning(thought);
    }

    /** @return -1 when it is not stated; more than can be when it is not a count */
    private static long count(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (!value.isNumber()) {
            return -1;
        }
        return value.canConvertToLong() && value.longValue() >= 0 ? value.longValue() : Long.MAX_VALUE;
    }
}
