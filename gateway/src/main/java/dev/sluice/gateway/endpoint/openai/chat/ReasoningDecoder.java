package dev.sluice.gateway.endpoint.openai.chat;

import dev.sluice.gateway.inference.chat.Reasoning;

/** {@code reasoning_effort}, and {@code thinking} of Anthropic's dialect, which says it more exactly. */
final class ReasoningDecoder {
    private ReasoningDecoder() {}

    static Reasoning decode(Field request) {
        Reasoning effort = effort(request.member("reasoning_effort"));
        Reasoning thinking = thinking(request.member("thinking"));
        boolean effortSaysMore = thinking instanceof Reasoning.Unsaid
                || (thinking instanceof Reasoning.Adaptive && effort instanceof Reasoning.Effort);
        return effortSaysMore ? effort : thinking;
    }

    private static Reasoning effort(Field effort) {
        if (!effort.isSaid()) {
            return Reasoning.UNSAID;
        }
        String level = effort.text();
        return switch (level) {
            case "none" -> Reasoning.OFF;
            case "minimal", "low", "medium", "high", "xhigh" -> new Reasoning.Effort(level);
            // Only some models of OpenAI have it; to all others the highest level is the one below.
            case "max" -> new Reasoning.Effort("xhigh");
            default -> throw effort.wrong("must be none, minimal, low, medium, high, xhigh or max");
        };
    }

    private static Reasoning thinking(Field thinking) {
        if (!thinking.isSaid()) {
            return Reasoning.UNSAID;
        }
        Field type = thinking.object().member("type");
        Field budget = thinking.member("budget_tokens");
        return switch (type.text()) {
            case "disabled" -> Reasoning.OFF;
            case "adaptive" -> new Reasoning.Adaptive();
            // Without a budget, as DeepSeek has it.
            case "enabled" ->
                budget.isSaid() ? new Reasoning.Budget(budget.whole(1, Long.MAX_VALUE)) : new Reasoning.Adaptive();
            default -> throw type.wrong("must be enabled, adaptive or disabled");
        };
    }
}
