package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which parameters of a request a target is for. Only those that every request is read for can be named.
 *
 * @param maxTokens the most that the answer may have, by whichever name the client's dialect has for it
 * @param tools whether the request offers the model some
 */
public record ParameterMatch(
        @Nullable Flag stream,
        @JsonProperty("max_tokens") @Nullable Bounds maxTokens,
        @Nullable Flag tools) {
    public ParameterMatch {
        if (stream == null && maxTokens == null && tools == null) {
            throw new InvalidField("", "says nothing: give stream, max_tokens or tools, or leave it out");
        }
    }

    /** A parameter that is true or false. */
    public record Flag(List<Boolean> in) {
        public Flag {
            in = Check.list(in, "in");
            if (in.isEmpty()) {
                throw new InvalidField("in", "is empty, so nothing would match: use [true] or [false]");
            }
        }
    }

    boolean matches(RequestShape request) {
        return (stream == null || stream.in().contains(request.stream()))
                && (maxTokens == null || maxTokens.holds(request.maxOutput()))
                && (tools == null || tools.in().contains(request.tools()));
    }
}
