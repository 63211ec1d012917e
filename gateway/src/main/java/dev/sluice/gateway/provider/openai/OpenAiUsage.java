package dev.sluice.gateway.provider.openai;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.JsonCursor;
import org.jspecify.annotations.Nullable;

/**
 * The {@code usage} object of chat completions. There {@code prompt_tokens} contains {@code
 * prompt_tokens_details.cached_tokens} and {@code cache_write_tokens}, and {@code completion_tokens} contains {@code
 * completion_tokens_details.reasoning_tokens}; both contain the {@code audio_tokens} of their details, and what of the audio
 * was cached is among the cached tokens. Here the classes are made disjoint, once. At some providers (xAI, in its
 * documentation of usage) reasoning is not in {@code completion_tokens}: their {@code total_tokens} tells.
 */
final class OpenAiUsage {
    /** A usage beyond this is a provider's mistake, and taken as not stated. */
    private static final long MAX_TOKENS = 1L << 32;

    /** Where Groq has the usage of a stream that was not asked for it (its API reference, "Chat completion chunk"). */
    static final String GROQ = "x_groq";

    private long prompt;
    private long completion;
    private long cached;
    private long written;
    private long total;
    private long reasoning;
    private long heard;
    private long heardFromCache;
    private long spoken;
    private boolean impossible;
    private boolean stated;

    private OpenAiUsage() {}

    /** @return null when the body states no usage, or is not JSON */
    static @Nullable Tokens ofReply(byte[] body) {
        JsonCursor cursor = new JsonCursor(body, 0, body.length);
        try {
            Tokens found = null;
            cursor.enterObject();
            while (cursor.nextMember()) {
                if (cursor.peek() == '{' && cursor.keyIs("usage")) {
                    found = at(cursor);
                } else if (cursor.peek() == '{' && cursor.keyIs(GROQ)) {
                    Tokens groq = inside(cursor);
                    found = found == null ? groq : found;
                } else {
                    cursor.skipValue();
                }
            }
            return found;
        } catch (JsonCursor.Malformed e) {
            return null;
        }
    }

    /** The {@code usage} member of the object at the cursor, which goes behind it; null when there is none. */
    static @Nullable Tokens inside(JsonCursor cursor) throws JsonCursor.Malformed {
        Tokens found = null;
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.peek() == '{' && cursor.keyIs("usage")) {
                found = at(cursor);
            } else {
                cursor.skipValue();
            }
        }
        return found;
    }

    /** The usage object at the cursor, which goes behind it; null when it counts nothing, or cannot be true. */
    static @Nullable Tokens at(JsonCursor cursor) throws JsonCursor.Malformed {
        OpenAiUsage usage = new OpenAiUsage();
        usage.read(cursor, Part.WHOLE);
        return usage.impossible || !usage.stated ? null : usage.tokens();
    }

    /** The object whose members are read: counts of audio have the same name in each. */
    private enum Part {
        WHOLE,
        PROMPT,
        CACHED,
        COMPLETION
    }

    private void read(JsonCursor cursor, Part part) throws JsonCursor.Malformed {
        cursor.enterObject();
        while (cursor.nextMember()) {
            byte value = cursor.peek();
            if (value == '{' && cursor.keyIs("prompt_tokens_details")) {
                read(cursor, Part.PROMPT);
            } else if (value == '{' && cursor.keyIs("completion_tokens_details")) {
                read(cursor, Part.COMPLETION);
            } else if (value == '{' && part == Part.PROMPT && cursor.keyIs("cached_tokens_details")) {
                read(cursor, Part.CACHED);
            } else if (value == '-' || (value >= '0' && value <= '9')) {
                if (cursor.keyIs("audio_tokens")) {
                    audio(part, tokens(cursor));
                } else {
                    count(cursor);
                }
            } else {
                cursor.skipValue();
            }
        }
    }

    private void audio(Part part, long tokens) {
        switch (part) {
            case PROMPT -> heard = tokens;
            case CACHED -> heardFromCache = tokens;
            case COMPLETION -> spoken = tokens;
            case WHOLE -> {
                // No vendor states it there.
            }
        }
    }

    private void count(JsonCursor cursor) throws JsonCursor.Malformed {
        if (cursor.keyIs("prompt_tokens")) {
            prompt = tokens(cursor);
        } else if (cursor.keyIs("completion_tokens")) {
            completion = tokens(cursor);
        } else if (cursor.keyIs("cached_tokens") || cursor.keyIs("prompt_cache_hit_tokens")) {
            cached = tokens(cursor);
        } else if (cursor.keyIs("cache_write_tokens")) {
            written = tokens(cursor);
        } else if (cursor.keyIs("total_tokens")) {
            total = tokens(cursor);
        } else if (cursor.keyIs("reasoning_tokens")) {
            reasoning = tokens(cursor);
        } else {
            cursor.skipValue();
        }
    }

    private long tokens(JsonCursor cursor) throws JsonCursor.Malformed {
        long tokens = cursor.wholeNumber(-1);
        impossible |= tokens < 0 || tokens > MAX_TOKENS;
        stated = true;
        return tokens;
    }

    private Tokens tokens() {
        if (prompt == 0 && completion == 0) {
            prompt = total; // all that some say of what is no chat
        }
        long read = Math.min(cached, prompt);
        long wrote = Math.min(written, prompt - read);
        boolean apart = reasoning > completion || (reasoning > 0 && total == prompt + completion + reasoning);
        long visible = apart ? completion : completion - reasoning;
        long fresh = Math.clamp(heard - heardFromCache, 0, prompt - read - wrote);
        long voice = Math.min(spoken, visible);
        return Tokens.of(prompt - read - wrote - fresh, visible - voice)
                .withCachedInput(read)
                .withCacheWrite(wrote)
                .withReasoning(reasoning)
                .withAudio(fresh, voice);
    }
}
