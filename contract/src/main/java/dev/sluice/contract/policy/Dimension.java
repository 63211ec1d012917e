package dev.sluice.contract.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Of what a rule keeps a counter each.
 *
 * @param metadataKey of {@link Type#METADATA}, else empty
 */
public record Dimension(Type type, String metadataKey) {
    private static final String METADATA = "metadata:";
    private static final int MAX = 3;

    /** What the values are. */
    public enum Type {
        USER("user"),
        SERVICE_ACCOUNT("serviceAccount"),
        TEAM("team"),
        KEY("key"),
        MODEL("model"),
        ACCOUNT("account"),
        IP("ip"),
        METADATA("metadata:<key>");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }
    }

    static Dimension parse(@Nullable String text) {
        if (text != null && text.startsWith(METADATA) && text.length() > METADATA.length()) {
            return new Dimension(Type.METADATA, text.substring(METADATA.length()));
        }
        return new Dimension(Check.word(Type.values(), type -> type.wireName, text, "a dimension"), "");
    }

    /** Reads a rule's {@code per}: at most three, none twice. */
    static List<Dimension> parse(@Nullable List<String> texts, String field) {
        List<String> given = Check.list(texts, field);
        if (given.size() > MAX) {
            throw new InvalidField(field, "has " + given.size() + " dimensions: at most " + MAX + " are allowed");
        }
        List<Dimension> dimensions = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < given.size(); i++) {
            String where = field + "[" + i + "]";
            try {
                dimensions.add(parse(given.get(i)));
            } catch (InvalidField e) {
                throw new InvalidField(where, String.valueOf(e.getMessage()));
            }
            if (!seen.add(given.get(i))) {
                throw new InvalidField(where, "'" + given.get(i) + "' is there twice: leave one out");
            }
        }
        return List.copyOf(dimensions);
    }

    @Override
    public String toString() {
        return type == Type.METADATA ? METADATA + metadataKey : type.wireName;
    }
}
