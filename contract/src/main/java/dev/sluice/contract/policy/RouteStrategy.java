package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a virtual model orders its targets. */
public enum RouteStrategy {
    /** One is drawn by weight; the others follow, the heaviest first. */
    WEIGHTED,
    /** The lowest number first; among equals as {@link #WEIGHTED}. */
    PRIORITY;

    private static final List<String> LATER = List.of("latency", "least-busy", "cost", "score");

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static RouteStrategy of(String name) {
        if (LATER.contains(name)) {
            throw new InvalidField("", "'" + name + "' is not there yet: use weighted or priority");
        }
        return Arrays.stream(values())
                .filter(type -> type.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidField(
                        "", "'" + Check.shorten(name) + "' is not a strategy: use weighted or priority"));
    }
}
