package dev.sluice.gateway.provider;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.gateway.provider.anthropic.AnthropicDialect;
import dev.sluice.gateway.provider.gemini.GeminiDialect;
import dev.sluice.gateway.provider.openai.OpenAiDialect;
import dev.sluice.gateway.provider.openai.OpenAiProvider;

/** The adapter for an account and a client: passed through where both speak alike, translated where not. */
public final class Providers {
    private static final OpenAiProvider OPENAI = new OpenAiProvider();
    private static final Provider OPENAI_FOR_OTHERS = new TranslatingProvider(new OpenAiDialect(OPENAI));
    private static final Provider ANTHROPIC = new PassingProvider(new AnthropicDialect());
    private static final Provider ANTHROPIC_FOR_OTHERS = new TranslatingProvider(new AnthropicDialect());
    private static final Provider GEMINI_FOR_OTHERS = new TranslatingProvider(new GeminiDialect());

    private Providers() {}

    /** @param client what the client speaks */
    public static Provider of(CompiledAccount account, Dialect client) {
        return switch (account.dialect()) {
            case OPENAI -> client == Dialect.OPENAI ? OPENAI : OPENAI_FOR_OTHERS;
            case ANTHROPIC -> client == Dialect.ANTHROPIC ? ANTHROPIC : ANTHROPIC_FOR_OTHERS;
            case GEMINI -> GEMINI_FOR_OTHERS;
        };
    }
}
