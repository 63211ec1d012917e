package dev.sluice.gateway.provider.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Sampling;
import dev.sluice.gateway.inference.chat.Reasoning;
import dev.sluice.gateway.provider.WireJson;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How much the model is to think: a field of the model's own, with each vendor another.
 *
 * @param fields to be added to {@code additionalModelRequestFields}
 * @param on whether thoughts are asked for that leave no room for sampling or forced calls
 * @param maxTokens the limit of all output; empty: the model's own
 */
record BedrockReasoning(ObjectNode fields, boolean on, OptionalLong maxTokens) {

    static BedrockReasoning of(ChatRequest request, BedrockModel model, Set<String> dropped) {
        BedrockReasoning none = new BedrockReasoning(WireJson.object(), false, request.maxOutputTokens());
        if (request.reasoning() instanceof Reasoning.Unsaid) {
            return none;
        }
        boolean off = request.reasoning() instanceof Reasoning.Off;
        return switch (model.family()) {
            case CLAUDE -> {
                BedrockReasoning thinking = ClaudeReasoning.of(request, model.claude());
                if (thinking == null) {
                    dropped.add("reasoning_effort");
                }
                yield thinking == null ? none : thinking;
            }
            case GPT_OSS -> {
                none.fields.put("reasoning_effort", off ? "low" : level(request.reasoning()));
                yield none;
            }
            case NOVA -> {
                if (model.isReasoningNova() && !off) {
                    none.fields
                            .putObject("reasoningConfig")
                            .put("type", "enabled")
                            .put("maxReasoningEffort", novaLevel(request));
                } else if (!off) {
                    dropped.add("reasoning_effort");
                }
                yield none;
            }
            case MISTRAL, OTHER, UNKNOWN -> {
                if (!off) {
                    dropped.add("reasoning_effort");
                }
                yield none;
            }
        };
    }

    private static String level(Reasoning reasoning) {
        return switch (reasoning) {
            case Reasoning.Effort(String level) ->
                switch (level) {
                    case "minimal", "low" -> "low";
                    case "high", "xhigh", "max" -> "high";
                    default -> "medium";
                };
            case Reasoning.Budget(long tokens) -> tokens <= 2_048 ? "low" : tokens <= 8_192 ? "medium" : "high";
            case Reasoning.Unsaid _, Reasoning.Off _, Reasoning.Adaptive _ -> "medium";
        };
    }

    /** The highest level is refused beside a limit or a sampling of the client's own, which say more. */
    private static String novaLevel(ChatRequest request) {
        String level = level(request.reasoning());
        Sampling sampling = request.sampling();
        boolean free = request.maxOutputTokens().isEmpty()
                && sampling.temperature() == null
                && sampling.topP() == null
                && sampling.topK().isEmpty();
        return level.equals("high") && !free ? "medium" : level;
    }
}
