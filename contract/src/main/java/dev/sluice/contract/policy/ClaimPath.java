package dev.sluice.contract.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a claim is in a token: names joined by dots, one for each object on the way. A dot that belongs to a name is written
 * {@code \.} and a backslash {@code \\}, as in {@code kubernetes\.io.namespace}.
 */
public record ClaimPath(List<String> names) {
    private static final int MAX_LENGTH = 200;

    /** @throws InvalidField on {@code field} when the text is no path */
    static ClaimPath parse(@Nullable String text, String field) {
        String path = Check.required(text, field, "name a claim, such as sub");
        if (path.length() > MAX_LENGTH) {
            throw new InvalidField(
                    field, "has " + path.length() + " characters: at most " + MAX_LENGTH + " are allowed");
        }
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '.') {
                names.add(name.toString());
                name.setLength(0);
            } else if (c != '\\') {
                name.append(c);
            } else if (++i < path.length() && (path.charAt(i) == '.' || path.charAt(i) == '\\')) {
                name.append(path.charAt(i));
            } else {
                throw notAPath(path, field);
            }
        }
        names.add(name.toString());
        if (names.stream().anyMatch(String::isEmpty)) {
            throw notAPath(path, field);
        }
        return new ClaimPath(List.copyOf(names));
    }

    private static InvalidField notAPath(String path, String field) {
        return new InvalidField(
                field,
                "'" + Check.shorten(path)
                        + "' is not a claim: join names by single dots, and write a dot inside a name as \\.");
    }

    /** What a token has there; null when it has nothing. */
    public @Nullable Object in(Map<String, Object> claims) {
        Object found = claims;
        for (String name : names) {
            if (!(found instanceof Map<?, ?> object)) {
                return null;
            }
            found = object.get(name);
        }
        return found;
    }
}
