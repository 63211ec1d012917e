package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The calendar periods of budgets; where they begin is decided by the budget's zone. Weeks begin on Monday. */
public enum Period {
    HOUR,
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    LIFETIME;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Period of(String name) {
        return Check.word(values(), Period::wireName, name, "a period");
    }
}
