package dev.sluice.contract.policy;

import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A value by which requests keep to one target.
 *
 * @param name of the header, in lower case, or of the metadata key; empty for the others
 */
public record StickyBy(Source source, String name) {
    /** Where the value is found. */
    public enum Source {
        HEADER,
        METADATA,
        USER,
        KEY,
        CONVERSATION
    }

    static StickyBy parse(String text, String field) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? "" : text.substring(colon + 1);
        if (text.equals("user") || text.equals("key")) {
            return new StickyBy(text.equals("user") ? Source.USER : Source.KEY, "");
        }
        if (text.equals("conversation")) {
            return new StickyBy(Source.CONVERSATION, "");
        }
        if (text.startsWith("header:") && RouteCondition.isHeader(name)) {
            return new StickyBy(Source.HEADER, name.toLowerCase(Locale.ROOT));
        }
        if (text.startsWith("metadata:") && !name.isEmpty() && name.length() <= 64) {
            return new StickyBy(Source.METADATA, name);
        }
        throw new InvalidField(
                field,
                "'" + Check.shorten(text)
                        + "' is unknown: use header:<name>, metadata:<key>, user, key or conversation");
    }

    /**
     * Empty where the request has none.
     *
     * @param conversation what its conversation begins with
     */
    String value(LimitFacts facts, UnaryOperator<@Nullable String> headers, Supplier<String> conversation) {
        String value = switch (source) {
            case HEADER -> headers.apply(name);
            case METADATA -> facts.metadata().get(name);
            case USER -> facts.owner().subject().toString();
            case KEY -> facts.key();
            case CONVERSATION -> conversation.get();
        };
        return value == null ? "" : value;
    }
}
