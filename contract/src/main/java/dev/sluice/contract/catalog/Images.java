package dev.sluice.contract.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a vendor of OpenAI's dialect takes images in messages, where that is not as OpenAI does. */
public enum Images {
    /** None of its models does. */
    NONE,
    /** The URL is a text instead of an object. */
    TEXT,
    /** In the request alone: it does not fetch any. */
    INLINE,
    /** The vendor judges which of its models do; the catalog does not keep up with them. */
    UNCHECKED;

    @JsonCreator
    public static Images of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
