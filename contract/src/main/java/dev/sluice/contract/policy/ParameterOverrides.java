package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a chat that a target is sent in the place of the client's. Named as in OpenAI's dialect, and put into the one that
 * is spoken with the provider; where that has no such parameter, it is not sent. Absent: as the client has it.
 *
 * @param maxTokens whatever its name there
 * @param reasoningEffort in OpenAI's words
 */
public record ParameterOverrides(
        @Nullable Double temperature,
        @JsonProperty("top_p") @Nullable Double topP,
        @JsonProperty("max_tokens") @Nullable Long maxTokens,
        @Nullable Long seed,
        @JsonProperty("frequency_penalty") @Nullable Double frequencyPenalty,
        @JsonProperty("presence_penalty") @Nullable Double presencePenalty,
        @JsonProperty("reasoning_effort") @Nullable String reasoningEffort) {
    /** Everything is as the client has it. */
    public static final ParameterOverrides NONE = new ParameterOverrides(null, null, null, null, null, null, null);

    private static final List<String> EFFORTS = List.of("minimal", "low", "medium", "high", "xhigh");
    private static final double MOST_TOKENS = 10_000_000;

    public ParameterOverrides {
        within(temperature, 0, 2, "temperature");
        within(topP, 0, 1, "top_p");
        within(maxTokens == null ? null : (Double) maxTokens.doubleValue(), 1, MOST_TOKENS, "max_tokens");
        within(frequencyPenalty, -2, 2, "frequency_penalty");
        within(presencePenalty, -2, 2, "presence_penalty");
        if (reasoningEffort != null && !EFFORTS.contains(reasoningEffort)) {
            throw new InvalidField(
                    "reasoning_effort",
                    "'" + Check.shorten(reasoningEffort) + "' is not an effort: use one of "
                            + String.join(", ", EFFORTS));
        }
    }

    private static void within(@Nullable Double value, double least, double most, String field) {
        if (value != null && !(value >= least && value <= most)) {
            throw new InvalidField(field, "is out of range: use " + (long) least + " to " + (long) most);
        }
    }

    /** These, and what they leave to be said by the other. */
    public ParameterOverrides over(ParameterOverrides other) {
        return new ParameterOverrides(
                temperature == null ? other.temperature : temperature,
                topP == null ? other.topP : topP,
                maxTokens == null ? other.maxTokens : maxTokens,
                seed == null ? other.seed : seed,
                frequencyPenalty == null ? other.frequencyPenalty : frequencyPenalty,
                presencePenalty == null ? other.presencePenalty : presencePenalty,
                reasoningEffort == null ? other.reasoningEffort : reasoningEffort);
    }
}
