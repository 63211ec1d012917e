package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What becomes of a token whose subject is no object of policy. */
public enum UnknownSubjects {
    REFUSE,
    /** Let in, with what is granted to everybody and to the team that the token names. */
    ALLOW;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static UnknownSubjects of(String name) {
        return Check.word(values(), UnknownSubjects::wireName, name, "what becomes of unknown subjects");
    }
}
