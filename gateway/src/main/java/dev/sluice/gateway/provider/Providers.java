package dev.sluice.gateway.provider;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.gateway.provider.openai.OpenAiProvider;

/** The adapter for an account. Every provider of the built-in catalog speaks the OpenAI dialect. */
public final class Providers {
    private static final Provider OPENAI = new OpenAiProvider();

    private Providers() {}

    public static Provider of(CompiledAccount account) {
        return OPENAI;
    }
}
