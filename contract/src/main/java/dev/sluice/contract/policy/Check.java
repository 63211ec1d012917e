package dev.sluice.contract.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The checks that spec constructors share: each returns the value, or throws an {@link InvalidField}. */
final class Check {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@:+-]{0,199}");
    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9._@:+/*-]{1,200}");
    private static final int MAX_LIST = 1000;

    private Check() {}

    static <T> T required(@Nullable T value, String field, String remedy) {
        if (value == null) {
            throw new InvalidField(field, "is required: " + remedy);
        }
        return value;
    }

    static String name(@Nullable String value, String field) {
        String name = required(value, field, "give a name");
        if (!NAME.matcher(name).matches()) {
            throw new InvalidField(
                    field,
                    "'" + shorten(name) + "' is not a name: use 1 to 200 of A-Z a-z 0-9 . _ - @ : + and begin with a"
                            + " letter or digit");
        }
        return name;
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** A Model's name: segments that are names, joined by {@code /}; {@code *} only for wildcards. */
    static String modelName(@Nullable String value, String field) {
        String name = required(value, field, "give a name");
        boolean good = name.length() <= 200 && !name.startsWith("/") && !name.endsWith("/") && !name.contains("//");
        for (String segment : name.split("/", -1)) {
            good = good
                    && !segment.equals(".")
                    && !segment.equals("..")
                    && (segment.equals("*")
                            || NAME.matcher(segment.replace("*", "x")).matches());
        }
        if (!good) {
            throw new InvalidField(
                    field,
                    "'" + shorten(name) + "' is not a model name: use names joined by single '/', such as"
                            + " openai-main/gpt-4o, or a wildcard such as openai/*");
        }
        return name;
    }

    /** Whether a name that a client chose could be a Model's: only such a name is looked up in wildcards, and echoed. */
    static boolean isModelName(String name) {
        try {
            modelName(name, "");
            return name.indexOf('*') < 0;
        } catch (InvalidField e) {
            return false;
        }
    }

    static List<String> patterns(@Nullable List<String> values, String field) {
        List<String> patterns = list(values, field);
        for (int i = 0; i < patterns.size(); i++) {
            if (!PATTERN.matcher(patterns.get(i)).matches()) {
                throw new InvalidField(
                        field + "[" + i + "]",
                        "'" + shorten(patterns.get(i))
                                + "' is not a pattern: write a name, with * for any run of characters");
            }
        }
        return patterns;
    }

    static List<String> subjects(@Nullable List<String> values, String field) {
        List<String> subjects = list(values, field);
        for (int i = 0; i < subjects.size(); i++) {
            Subject.parse(subjects.get(i), field + "[" + i + "]");
        }
        return subjects;
    }

    static <T> List<T> list(@Nullable List<T> values, String field) {
        if (values == null) {
            return List.of();
        }
        if (values.size() > MAX_LIST) {
            throw new InvalidField(field, "has " + values.size() + " entries: at most " + MAX_LIST + " are allowed");
        }
        for (int i = 0; i < values.size(); i++) {
            required(values.get(i), field + "[" + i + "]", "it is null");
        }
        return List.copyOf(values);
    }

    static Map<String, String> tags(@Nullable Map<String, String> values, String field) {
        if (values == null) {
            return Map.of();
        }
        if (values.size() > 20) {
            throw new InvalidField(field, "has " + values.size() + " keys: at most 20 are allowed");
        }
        values.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > 64) {
                throw new InvalidField(field, "has a key of " + key.length() + " characters: use 1 to 64");
            }
            if (value == null || value.length() > 256) {
                throw new InvalidField(field + "." + key, "must be a string of at most 256 characters");
            }
        });
        return Map.copyOf(values);
    }

    /** One of a closed set of words; the refusal names them all. */
    static <E> E word(E[] values, Function<E, String> wireName, @Nullable String text, String noun) {
        for (E value : values) {
            if (wireName.apply(value).equals(text)) {
                return value;
            }
        }
        String known = Arrays.stream(values).map(wireName).collect(Collectors.joining(", "));
        throw new InvalidField("", "'" + shorten(String.valueOf(text)) + "' is not " + noun + ": use one of " + known);
    }

    static String shorten(String value) {
        return value.length() <= 60 ? value : value.substring(0, 60) + "…";
    }
}
