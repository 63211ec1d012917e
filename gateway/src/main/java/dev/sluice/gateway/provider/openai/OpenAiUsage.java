package dev.sluice.gateway.provider.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.contract.usage.Tokens;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The {@code usage} object of chat completions. There {@code prompt_tokens} contains {@code
 * prompt_tokens_details.cached_tokens}, and {@code completion_tokens} contains {@code
 * completion_tokens_details.reasoning_tokens}; here the classes are made disjoint, once.
 */
final class OpenAiUsage {
    private static final JsonFactory FACTORY = new JsonFactory();
    /** A usage beyond this is a provider's mistake, and taken as not stated. */
    private static final long MAX_TOKENS = 1L << 32;

    private long prompt;
    private long completion;
    private long cached;
    private long reasoning;

    private OpenAiUsage() {}

    /** @return null when the body states no usage, or is not JSON */
    static @Nullable Tokens ofReply(byte[] body) {
        return of(body, 0, body.length);
    }

    /** The top-level {@code usage} of the JSON object between start and end. */
    static @Nullable Tokens of(byte[] json, int start, int end) {
        try (JsonParser parser = FACTORY.createParser(json, start, end - start)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            Tokens found = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean usage = parser.currentName().equals("usage");
                if (parser.nextToken() == JsonToken.START_OBJECT && usage) {
                    OpenAiUsage reader = new OpenAiUsage();
                    reader.read(parser);
                    found = reader.tokens();
                } else {
                    parser.skipChildren();
                }
            }
            return found;
        } catch (IOException e) {
            return null;
        }
    }

    private void read(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && field.endsWith("_tokens_details")) {
                read(parser);
            } else if (value == JsonToken.VALUE_NUMBER_INT) {
                long tokens = parser.getLongValue();
                if (tokens < 0 || tokens > MAX_TOKENS) {
                    throw new IOException("no request has " + tokens + " tokens");
                }
                count(field, tokens);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void count(String field, long tokens) {
        switch (field) {
            case "prompt_tokens" -> prompt = tokens;
            case "completion_tokens" -> completion = tokens;
            case "cached_tokens", "prompt_cache_hit_tokens" -> cached = tokens;
            case "reasoning_tokens" -> reasoning = tokens;
            default -> {}
        }
    }

    private Tokens tokens() {
        long read = Math.min(cached, prompt);
        long thought = Math.min(reasoning, completion);
        return new Tokens(prompt - read, read, 0, 0, completion - thought, thought);
    }
}
