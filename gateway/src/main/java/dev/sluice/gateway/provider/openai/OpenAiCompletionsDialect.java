package dev.sluice.gateway.provider.openai;

import dev.sluice.contract.policy.CompiledModel;

/** OpenAI's completions of a bare prompt, for the bytes of clients that speak them. */
public final class OpenAiCompletionsDialect extends OpenAiDialect {
    @Override
    public String uri(CompiledModel target, boolean stream) {
        return target.account().baseUrl().path() + "/completions";
    }
}
