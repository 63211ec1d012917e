package dev.sluice.admin.usage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A statement in the making: texts are ours, values are parameters, always. */
final class Sql {
    private final StringBuilder text = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    /** @param part SQL of ours, with a {@code ?} for each value */
    Sql add(String part, Object... values) {
        text.append(part).append(' ');
        Collections.addAll(parameters, values);
        return this;
    }

    Sql in(String expression, List<String> values) {
        text.append(expression)
                .append(" IN (")
                .append(String.join(", ", Collections.nCopies(values.size(), "?")))
                .append(") ");
        parameters.addAll(values);
        return this;
    }

    String text() {
        return text.toString();
    }

    List<Object> parameters() {
        return List.copyOf(parameters);
    }
}
