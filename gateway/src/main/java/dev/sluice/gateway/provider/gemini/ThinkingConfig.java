package dev.sluice.gateway.provider.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.Reasoning;
import java.util.SortedSet;

/**
 * How much to think: in tokens up to Gemini 2.5, in words since Gemini 3; both at once are refused. Whoever asks for
 * thinking is also shown the thoughts.
 */
final class ThinkingConfig {
    /** OpenAI's name, for what can only come close to the client's wish. */
    private static final String FIELD = "reasoning_effort";
    /** Of the models of one family the smallest maximum, which all take. */
    private static final long MAX_BUDGET = 24_576;
    /** A budget that the model sets for itself. */
    private static final long DYNAMIC = -1;
    /** The least that a Pro model of Gemini 2.5 takes: it cannot go without. */
    private static final long MIN_PRO_BUDGET = 128;

    private ThinkingConfig() {}

    /** @return empty when there is nothing to say */
    static ObjectNode of(Reasoning reasoning, String model, SortedSet<String> dropped) {
        ObjectNode config = GeminiJson.object();
        boolean inTokens = countsTokens(model);
        switch (reasoning) {
            case Reasoning.Unsaid _ -> {}
            case Reasoning.Off _ -> off(config, model, dropped);
            case Reasoning.Adaptive _ -> {
                shown(config);
                if (inTokens) {
                    config.put("thinkingBudget", DYNAMIC);
                }
            }
            case Reasoning.Budget(long tokens) -> {
                if (tokens <= 0) {
                    off(config, model, dropped);
                } else {
                    shown(config).put("thinkingBudget", Math.min(tokens, MAX_BUDGET));
                }
            }
            case Reasoning.Effort(String level) -> effort(config, level, model, dropped);
        }
        return config;
    }

    /** The newest Flash models have no {@code minimal}, and no model has {@code xhigh}: the next word is taken. */
    private static void effort(ObjectNode config, String level, String model, SortedSet<String> dropped) {
        switch (level) {
            case "none" -> off(config, model, dropped);
            case "minimal", "low" -> effort(config, model, "low", 1024);
            case "medium" -> effort(config, model, "medium", 8192);
            case "high", "xhigh" -> effort(config, model, "high", MAX_BUDGET);
            default ->
                throw Refusal.of(
                        FIELD, FIELD + ": '" + level + "' is not known: use none, minimal, low, medium, high or xhigh");
        }
    }

    private static void effort(ObjectNode config, String model, String level, long budget) {
        shown(config);
        if (countsTokens(model)) {
            config.put("thinkingBudget", budget);
        } else {
            config.put("thinkingLevel", level);
        }
    }

    private static void off(ObjectNode config, String model, SortedSet<String> dropped) {
        if (!countsTokens(model)) {
            config.put("thinkingLevel", "low"); // the least that every model takes
            dropped.add(FIELD);
        } else if (model.contains("pro")) {
            config.put("thinkingBudget", MIN_PRO_BUDGET);
            dropped.add(FIELD);
        } else {
            config.put("thinkingBudget", 0);
        }
    }

    private static ObjectNode shown(ObjectNode config) {
        return config.put("includeThoughts", true);
    }

    /** Old families are named, so that a new one needs no change here. */
    private static boolean countsTokens(String model) {
        return model.contains("gemini-2.") || model.contains("gemini-1.");
    }
}
