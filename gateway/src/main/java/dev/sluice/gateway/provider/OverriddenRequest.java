package dev.sluice.gateway.provider;

import dev.sluice.contract.policy.ParameterOverrides;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Sampling;
import dev.sluice.gateway.inference.chat.Reasoning;
import java.util.OptionalLong;

/** A request in neutral words, with the parameters that policy sets for its target. */
final class OverriddenRequest {
    private OverriddenRequest() {}

    static ChatRequest of(ChatRequest request, ParameterOverrides set) {
        return new ChatRequest(
                request.turns(),
                request.tools(),
                request.toolChoice(),
                request.parallelToolCalls(),
                set.maxTokens() == null ? request.maxOutputTokens() : OptionalLong.of(set.maxTokens()),
                sampling(request.sampling(), set),
                request.format(),
                set.reasoningEffort() == null ? request.reasoning() : new Reasoning.Effort(set.reasoningEffort()),
                request.stream(),
                request.choices(),
                request.user(),
                request.others());
    }

    private static Sampling sampling(Sampling asked, ParameterOverrides set) {
        return new Sampling(
                set.temperature() == null ? asked.temperature() : set.temperature(),
                set.topP() == null ? asked.topP() : set.topP(),
                asked.topK(),
                set.frequencyPenalty() == null ? asked.frequencyPenalty() : set.frequencyPenalty(),
                set.presencePenalty() == null ? asked.presencePenalty() : set.presencePenalty(),
                set.seed() == null ? asked.seed() : OptionalLong.of(set.seed()),
                asked.stop());
    }
}
