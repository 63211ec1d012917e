package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a virtual model orders its targets. */
public enum RouteStrategy {
    /** One is drawn by weight; the others follow, the heaviest first. */
    WEIGHTED,
    /** The lowest number first; among equals as {@link #WEIGHTED}. */
    PRIORITY,
    /** Those that have answered faster lately get more. */
    LATENCY,
    /** The one with the least in flight. */
    LEAST_BUSY,
    /** The one that is expected to cost the least. */
    COST,
    /** A weighted sum of what the others look at, and of quality. */
    SCORE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator
    static RouteStrategy of(String name) {
        return Check.word(values(), RouteStrategy::wireName, name, "a strategy");
    }
}
