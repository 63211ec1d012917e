package dev.sluice.contract.bus;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.sluice.contract.explain.Explanation;
import org.jspecify.annotations.Nullable;

/**
 * One of the two: what would become of the request, or which name of it the gateway does not know.
 *
 * @param message begins where the field's name ends
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SimulationAnswer(
        @Nullable Explanation explanation,
        @Nullable String field,
        @Nullable String message) {
    public static SimulationAnswer of(Explanation explanation) {
        return new SimulationAnswer(explanation, null, null);
    }

    public static SimulationAnswer unknown(String field, String message) {
        return new SimulationAnswer(null, field, message);
    }
}
