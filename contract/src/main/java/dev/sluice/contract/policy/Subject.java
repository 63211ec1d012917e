package dev.sluice.contract.policy;

import org.jspecify.annotations.Nullable;

/**
 * Who a rule is about: {@code user:…}, {@code serviceAccount:…}, {@code team:…}, {@code key:…}, or {@code *} for every
 * authenticated caller.
 */
public record Subject(Type type, String name) {
    public static final Subject EVERYONE = new Subject(Type.EVERYONE, "*");

    /** What comes before the colon. */
    public enum Type {
        USER("user"),
        SERVICE_ACCOUNT("serviceAccount"),
        TEAM("team"),
        KEY("key"),
        EVERYONE("*");

        private final String prefix;

        Type(String prefix) {
            this.prefix = prefix;
        }
    }

    static Subject parse(@Nullable String text, String field) {
        String value = Check.required(text, field, "write user:…, serviceAccount:…, team:…, key:… or *");
        if (value.equals("*")) {
            return EVERYONE;
        }
        int colon = value.indexOf(':');
        for (Type type : Type.values()) {
            if (type != Type.EVERYONE && colon > 0 && type.prefix.contentEquals(value.subSequence(0, colon))) {
                return new Subject(type, Check.name(value.substring(colon + 1), field));
            }
        }
        throw new InvalidField(
                field,
                "'" + Check.shorten(value) + "' is not a subject: write user:…, serviceAccount:…, team:…, key:… or *");
    }

    /** Reads a subject that a spec has already checked. */
    public static Subject parse(String text) {
        return parse(text, "subject");
    }

    @Override
    public String toString() {
        return type == Type.EVERYONE ? "*" : type.prefix + ":" + name;
    }
}
