package dev.sluice.gateway.provider;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.provider.anthropic.AnthropicDialect;
import dev.sluice.gateway.provider.gemini.GeminiDialect;
import dev.sluice.gateway.provider.openai.OpenAiDialect;

/** How a call is served by a target: passed through where client and provider speak alike, translated where not. */
public final class Providers {
    private static final ProviderDialect OPENAI = new OpenAiDialect();
    private static final ProviderDialect ANTHROPIC = new AnthropicDialect();
    private static final ProviderDialect GEMINI = new GeminiDialect();

    private Providers() {}

    /** @throws dev.sluice.gateway.error.GatewayException when the target's provider has no such call */
    public static Exchange exchange(Call call, CompiledModel target) {
        return switch (call) {
            case ChatCall chat -> chat(chat, target);
        };
    }

    private static Exchange chat(ChatCall call, CompiledModel target) {
        ProviderDialect dialect = dialect(target);
        return call.dialect().wire() == target.account().dialect()
                ? new PassedChat(dialect, call, target)
                : new TranslatedChat(dialect, call, target);
    }

    private static ProviderDialect dialect(CompiledModel target) {
        return switch (target.account().dialect()) {
            case OPENAI -> OPENAI;
            case ANTHROPIC -> ANTHROPIC;
            case GEMINI -> GEMINI;
        };
    }
}
