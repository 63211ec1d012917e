package dev.sluice.gateway.provider.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Role;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Reasoning;
import dev.sluice.gateway.provider.ClaudeModel;
import dev.sluice.gateway.provider.WireJson;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's {@code thinking} and {@code output_config}. The older generations are given a budget, the newer ones an effort. A
 * budget has to fit below the limit of all output; a limit that the client set is never raised for it.
 */
final class ClaudeReasoning {
    private static final long MIN_BUDGET = 1_024;
    /** For the answer, beside a budget, where the client sets no limit: all generations can say so much. */
    private static final long ANSWER_TOKENS = 4_096;

    private ClaudeReasoning() {}

    /** @return null when there is no room, or the model cannot think, or not now */
    static @Nullable BedrockReasoning of(ChatRequest request, ClaudeModel model) {
        return switch (request.reasoning()) {
            case Reasoning.Unsaid _, Reasoning.Off _ -> off(request, model);
            case Reasoning.Effort(String level) when level.equals("none") -> off(request, model);
            case Reasoning.Effort(String level) ->
                model.adapts() ? adaptive(request, effort(level, model)) : upTo(budget(level), request, model);
            case Reasoning.Budget(long tokens) ->
                model.takesBudget() || !model.thinks()
                        ? upTo(Math.max(tokens, MIN_BUDGET), request, model)
                        : adaptive(request, effort(tokens));
            case Reasoning.Adaptive _ ->
                model.adapts() ? adaptive(request, null) : upTo(budget("medium"), request, model);
        };
    }

    /** Models that always think are asked for little of it. */
    private static BedrockReasoning off(ChatRequest request, ClaudeModel model) {
        ObjectNode fields = WireJson.object();
        if (model.canStopThinking()) {
            fields.putObject("thinking").put("type", "disabled");
        } else if (model.thinks()) {
            fields.putObject("output_config").put("effort", "low");
        }
        return new BedrockReasoning(fields, false, request.maxOutputTokens());
    }

    private static BedrockReasoning adaptive(ChatRequest request, @Nullable String effort) {
        ObjectNode fields = WireJson.object();
        fields.putObject("thinking").put("type", "adaptive");
        if (effort != null) {
            fields.putObject("output_config").put("effort", effort);
        }
        return new BedrockReasoning(fields, true, request.maxOutputTokens());
    }

    private static String effort(String level, ClaudeModel model) {
        return switch (level) {
            case "minimal", "low" -> "low";
            case "high", "max" -> level;
            case "xhigh" -> model.takesHighestEfforts() ? level : "high";
            default -> "medium";
        };
    }

    private static String effort(long budget) {
        return budget <= 2_048 ? "low" : budget <= 8_192 ? "medium" : budget <= 24_576 ? "high" : "xhigh";
    }

    private static long budget(String level) {
        return switch (level) {
            case "minimal", "low" -> MIN_BUDGET;
            case "high" -> 16_384;
            case "xhigh", "max" -> 24_576;
            default -> 4_096;
        };
    }

    /** As much of the budget as leaves room for an answer: half of the client's limit, if it does not fit below it. */
    private static @Nullable BedrockReasoning upTo(long wanted, ChatRequest request, ClaudeModel model) {
        OptionalLong max = request.maxOutputTokens();
        long budget = max.isEmpty() || max.getAsLong() > wanted ? wanted : max.getAsLong() / 2;
        if (!model.thinks() || budget < MIN_BUDGET || isAmidUnsignedCalls(request)) {
            return null;
        }
        ObjectNode fields = WireJson.object();
        fields.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
        return new BedrockReasoning(fields, true, OptionalLong.of(max.orElse(budget + ANSWER_TOKENS)));
    }

    /**
     * Whether the last thing the model did was to call tools, and its thoughts before the calls are not at hand, as with every
     * client that does not send them back. With a budget the request is refused then.
     */
    private static boolean isAmidUnsignedCalls(ChatRequest request) {
        for (Turn turn : request.turns().reversed()) {
            if (turn.role() == Role.ASSISTANT) {
                return turn.content().stream().anyMatch(Content.ToolCall.class::isInstance)
                        && turn.content().stream().noneMatch(BedrockContent::isSigned);
            }
        }
        return false;
    }
}
