package dev.sluice.gateway.error;

import java.util.Locale;

/** What there is too much of for another request. */
public enum ShedReason {
    BODIES("too many large requests at once"),
    REQUESTS("too many requests at once"),
    TARGET("too many requests at once to this provider"),
    HEAP("its memory is short"),
    SLOW_READER("its memory is short, and the stream was read too slowly"),
    STOPPING("it is stopping");

    private final String words;

    ShedReason(String words) {
        this.words = words;
    }

    /** As the header says it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** To follow "The gateway is overloaded: ". */
    public String words() {
        return words;
    }
}
