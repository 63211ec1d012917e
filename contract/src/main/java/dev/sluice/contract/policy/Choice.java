package dev.sluice.contract.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which values a part of a match is about: those of {@code in} (absent: all), but none of {@code notIn}.
 *
 * @param in never empty: nothing could match
 */
public record Choice(@Nullable List<String> in, @Nullable List<String> notIn) {
    public Choice {
        if (in == null && notIn == null) {
            throw new InvalidField("", "says nothing: give in, notIn or both, or leave it out to match all");
        }
        if (in != null) {
            in = Check.list(in, "in");
            if (in.isEmpty()) {
                throw new InvalidField("in", "is empty, so nothing would match: name something, or leave it out");
            }
        }
        notIn = notIn == null ? null : Check.list(notIn, "notIn");
    }

    static Choice in(String... values) {
        return new Choice(List.of(values), null);
    }

    /** Checks the values as subjects. */
    void checkSubjects(String field) {
        Check.subjects(in, field + ".in");
        Check.subjects(notIn, field + ".notIn");
    }

    /** Checks the values as patterns of model names. */
    void checkPatterns(String field) {
        Check.patterns(in, field + ".in");
        Check.patterns(notIn, field + ".notIn");
    }

    List<String> included() {
        return in == null ? List.of() : in;
    }

    List<String> excluded() {
        return notIn == null ? List.of() : notIn;
    }
}
