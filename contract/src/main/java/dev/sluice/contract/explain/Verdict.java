package dev.sluice.contract.explain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** What one limit of a rule says to a request. */
public enum Verdict {
    PASSED("passed"),
    REFUSED("refused"),
    /** In audit mode. */
    WOULD_REFUSE("wouldRefuse"),
    /** It is reached, and has sent the request to another model. */
    EXCUSED("excused"),
    /** The gateway that was asked holds no part of a strict limit yet: a request waits for it, at most 0.7 s. */
    WAITS("waits");

    private final String wireName;

    Verdict(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    @JsonCreator
    static Verdict of(String name) {
        return Arrays.stream(values())
                .filter(verdict -> verdict.wireName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no verdict"));
    }
}
