package dev.sluice.gateway.provider.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.JsonCursor;
import org.jspecify.annotations.Nullable;

/**
 * The {@code usage} of a response. There {@code input_tokens} contains {@code input_tokens_details.cached_tokens}, and
 * {@code output_tokens} contains {@code output_tokens_details.reasoning_tokens}; here the classes are made disjoint, once.
 */
final class ResponsesUsage {
    /** A usage beyond this is a provider's mistake, and taken as not stated. */
    private static final long MAX_TOKENS = 1L << 32;

    private long input;
    private long cached;
    private long written;
    private long output;
    private long reasoning;
    private boolean stated;
    private boolean impossible;

    private ResponsesUsage() {}

    /** @return null when it states none, or one that cannot be true */
    static @Nullable Tokens of(JsonNode usage) {
        ResponsesUsage read = new ResponsesUsage();
        read.all(usage);
        read.all(usage.path("input_tokens_details"));
        read.all(usage.path("output_tokens_details"));
        return read.tokens();
    }

    private void all(JsonNode counts) {
        counts.properties().forEach(member -> {
            JsonNode count = member.getValue();
            if (count.isNumber()) {
                count(member.getKey(), count.canConvertToLong() ? count.asLong() : -1);
            }
        });
    }

    /** Of a whole response; null when it states none, or is not JSON. */
    static @Nullable Tokens ofReply(byte[] body) {
        try {
            return within(new JsonCursor(body, 0, body.length));
        } catch (JsonCursor.Malformed e) {
            return null;
        }
    }

    /** Of the response at the cursor. */
    static @Nullable Tokens within(JsonCursor response) throws JsonCursor.Malformed {
        Tokens usage = null;
        response.enterObject();
        while (response.nextMember()) {
            if (response.peek() == '{' && response.keyIs("usage")) {
                usage = at(response);
            } else {
                response.skipValue();
            }
        }
        return usage;
    }

    /** The usage object at the cursor, which goes behind it; null as above. */
    static @Nullable Tokens at(JsonCursor cursor) throws JsonCursor.Malformed {
        ResponsesUsage read = new ResponsesUsage();
        read.object(cursor);
        return read.tokens();
    }

    private void object(JsonCursor cursor) throws JsonCursor.Malformed {
        cursor.enterObject();
        while (cursor.nextMember()) {
            byte value = cursor.peek();
            if (value == '{' && (cursor.keyIs("input_tokens_details") || cursor.keyIs("output_tokens_details"))) {
                object(cursor);
            } else if (value == '-' || (value >= '0' && value <= '9')) {
                count(cursor.key(), cursor.wholeNumber(-1));
            } else {
                cursor.skipValue();
            }
        }
    }

    private void count(String name, long tokens) {
        switch (name) {
            case "input_tokens" -> input = tokens;
            case "output_tokens" -> output = tokens;
            case "cached_tokens" -> cached = tokens;
            case "cache_write_tokens" -> written = tokens;
            case "reasoning_tokens" -> reasoning = tokens;
            default -> {
                return;
            }
        }
        stated = true;
        impossible |= tokens < 0 || tokens > MAX_TOKENS;
    }

    private @Nullable Tokens tokens() {
        if (!stated || impossible) {
            return null;
        }
        long read = Math.min(cached, input);
        long wrote = Math.min(written, input - read);
        long thought = Math.min(reasoning, output);
        return Tokens.of(input - read - wrote, output - thought)
                .withCachedInput(read)
                .withCacheWrite(wrote)
                .withReasoning(thought);
    }
}
