package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What a limit counts. */
public enum LimitUnit {
    REQUESTS("requests"),
    INPUT_TOKENS("inputTokens"),
    OUTPUT_TOKENS("outputTokens"),
    /** Input and output. */
    TOKENS("tokens"),
    /** Counted in nano-dollars. */
    USD("usd"),
    TOOL_CALLS("toolCalls"),
    /** Requests in flight: a gauge, so it has no window. */
    CONCURRENT("concurrent");

    private final String wireName;

    LimitUnit(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    @JsonCreator
    static LimitUnit of(String name) {
        return Check.word(values(), LimitUnit::wireName, name, "a unit");
    }
}
