package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a rule refuses. */
public enum RuleMode {
    ENFORCE,
    /** Counts and reports what it would have refused. */
    AUDIT;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static RuleMode of(String name) {
        return Check.word(values(), RuleMode::wireName, name, "a mode");
    }
}
