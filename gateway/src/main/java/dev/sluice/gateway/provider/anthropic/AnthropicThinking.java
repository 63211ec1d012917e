package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Role;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Reasoning;
import dev.sluice.gateway.provider.ClaudeModel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much the model is to think, and the room for it. Generations differ: the older ones are given a budget, the newer ones an
 * effort. A budget has to fit below {@code max_tokens}; a limit that the client set is never raised for it, since it was
 * promised that much, and pays no more.
 *
 * @param config the {@code thinking} member
 * @param effort for {@code output_config}
 * @param maxTokens the limit of all output
 */
record AnthropicThinking(
        @Nullable ObjectNode config, @Nullable String effort, long maxTokens) {
    private static final long MIN_BUDGET = 1024;

    static AnthropicThinking of(ChatRequest request, ClaudeModel model, long defaultMax, Set<String> dropped) {
        long max = request.maxOutputTokens().orElse(defaultMax);
        AnthropicThinking none = new AnthropicThinking(null, null, max);
        AnthropicThinking thinking = switch (request.reasoning()) {
            case Reasoning.Unsaid _ -> none;
            case Reasoning.Off _ -> off(model, max);
            case Reasoning.Effort(String level) when level.equals("none") -> off(model, max);
            case Reasoning.Effort(String level) ->
                model.adapts()
                        ? new AnthropicThinking(adaptive(model), effort(level, model), max)
                        : upTo(budget(level), request, model, defaultMax);
            case Reasoning.Budget(long tokens) ->
                model.takesBudget() || !model.thinks()
                        ? exactly(tokens, request, model, defaultMax)
                        : new AnthropicThinking(adaptive(model), effort(tokens), max);
            case Reasoning.Adaptive _ ->
                model.adapts()
                        ? new AnthropicThinking(adaptive(model), null, max)
                        : upTo(budget("medium"), request, model, defaultMax);
        };
        if (thinking == null) {
            dropped.add("reasoning_effort");
            return none;
        }
        return thinking;
    }

    boolean on() {
        return config != null && !config.path("type").asText().equals("disabled");
    }

    /** Models that always think are asked for little of it. */
    private static AnthropicThinking off(ClaudeModel model, long max) {
        if (model.canStopThinking()) {
            return new AnthropicThinking(AnthropicJson.object().put("type", "disabled"), null, max);
        }
        return new AnthropicThinking(null, model.thinks() ? "low" : null, max);
    }

    /** Models that take no budget keep their thoughts to themselves unless asked for a summary. */
    private static ObjectNode adaptive(ClaudeModel model) {
        ObjectNode config = AnthropicJson.object().put("type", "adaptive");
        return model.takesBudget() ? config : config.put("display", "summarized");
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

    /** A budget that the client named, as long as it is below its own limit. */
    private static @Nullable AnthropicThinking exactly(
            long tokens, ChatRequest request, ClaudeModel model, long defaultMax) {
        long budget = Math.max(tokens, MIN_BUDGET);
        return request.maxOutputTokens().orElse(Long.MAX_VALUE) > budget
                ? enabled(budget, request, model, defaultMax)
                : upTo(budget, request, model, defaultMax);
    }

    /** A budget of our choice, which leaves half of the client's limit for the answer. */
    private static @Nullable AnthropicThinking upTo(
            long tokens, ChatRequest request, ClaudeModel model, long defaultMax) {
        return enabled(
                Math.min(tokens, request.maxOutputTokens().orElse(Long.MAX_VALUE) / 2), request, model, defaultMax);
    }

    /** @return null when there is no room, or the model cannot think, or not now */
    private static @Nullable AnthropicThinking enabled(
            long budget, ChatRequest request, ClaudeModel model, long defaultMax) {
        if (!model.thinks() || budget < MIN_BUDGET || isAmidUnsignedCalls(request)) {
            return null;
        }
        ObjectNode config = AnthropicJson.object().put("type", "enabled").put("budget_tokens", budget);
        long max = request.maxOutputTokens().orElse(defaultMax > budget ? defaultMax : budget + defaultMax);
        return new AnthropicThinking(config, null, max);
    }

    /**
     * Whether the last thing the model did was to call tools, and its thoughts before the calls are not at hand, as with every
     * client that does not send them back. With a budget the request is refused then.
     */
    private static boolean isAmidUnsignedCalls(ChatRequest request) {
        for (Turn turn : request.turns().reversed()) {
            if (turn.role() == Role.ASSISTANT) {
                return turn.content().stream().anyMatch(Content.ToolCall.class::isInstance)
                        && turn.content().stream().noneMatch(AnthropicThinking::isThought);
            }
        }
        return false;
    }

    private static boolean isThought(Content content) {
        return (content instanceof Content.HiddenThinking || content instanceof Content.Thinking)
                && AnthropicConversation.isSendable(content);
    }
}
