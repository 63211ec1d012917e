package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a gateway that hears nothing of the others does about a limit. */
public enum OnPartition {
    /** Goes on with its share. */
    SHARE,
    /** Goes on as if it were alone. */
    OPEN,
    /** Refuses. */
    CLOSED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static OnPartition of(String name) {
        return Check.word(values(), OnPartition::wireName, name, "an answer to a partition");
    }
}
