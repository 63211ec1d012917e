package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How gateways agree on a counter. */
public enum Accuracy {
    /** Each counts, and tells the others: late by the time that takes. */
    SOFT,
    /** Each spends only what it was given of the limit beforehand. */
    STRICT;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Accuracy of(String name) {
        return Check.word(values(), Accuracy::wireName, name, "an accuracy");
    }
}
