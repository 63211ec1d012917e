package dev.sluice.gateway.provider;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.gateway.provider.anthropic.AnthropicDialect;
import dev.sluice.gateway.provider.gemini.GeminiDialect;
import dev.sluice.gateway.provider.openai.OpenAiProvider;

/** The adapter for an account. */
public final class Providers {
    private static final Provider OPENAI = new OpenAiProvider();
    private static final Provider ANTHROPIC = new TranslatingProvider(new AnthropicDialect());
    private static final Provider GEMINI = new TranslatingProvider(new GeminiDialect());

    private Providers() {}

    public static Provider of(CompiledAccount account) {
        return switch (account.dialect()) {
            case OPENAI -> OPENAI;
            case ANTHROPIC -> ANTHROPIC;
            case GEMINI -> GEMINI;
        };
    }
}
