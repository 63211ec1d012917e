package dev.sluice.gateway.endpoint.openai.chat;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.JsonBytes;

/**
 * {@code usage} as OpenAI means it: {@code prompt_tokens} contains what was read from the cache and written to it, {@code
 * completion_tokens} contains the reasoning; both contain their audio.
 */
final class UsageJson {
    private UsageJson() {}

    static void write(Tokens tokens, JsonBytes out) {
        long prompt = tokens.allInput();
        long completion = tokens.allOutput();
        out.raw("{\"prompt_tokens\":").number(prompt);
        out.raw(",\"completion_tokens\":").number(completion);
        out.raw(",\"total_tokens\":").number(prompt + completion);
        out.raw(",\"prompt_tokens_details\":{\"cached_tokens\":").number(tokens.cachedInput());
        out.raw(",\"cache_write_tokens\":").number(tokens.cacheWrite() + tokens.cacheWrite1h());
        if (tokens.hasAudio()) {
            out.raw(",\"audio_tokens\":").number(tokens.audioInput());
        }
        out.raw("},\"completion_tokens_details\":{\"reasoning_tokens\":").number(tokens.reasoning());
        if (tokens.hasAudio()) {
            out.raw(",\"audio_tokens\":").number(tokens.audioOutput());
        }
        out.raw("}}");
    }
}
