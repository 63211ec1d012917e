package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a budget does about a request of which nobody knows the price. */
public enum UnpricedUse {
    /** Counts it as nothing. */
    ALLOW,
    BLOCK;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static UnpricedUse of(String name) {
        return Check.word(values(), UnpricedUse::wireName, name, "an answer to unpriced models");
    }
}
