package dev.sluice.gateway.inference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The field that holds what a model is to work on, as far as it is checked before the model is known. */
public final class Payload {
    public static final Payload MESSAGES = new Payload("messages", true);
    /** Of embeddings and responses: a text, or an array. */
    public static final Payload INPUT = new Payload("input", false);
    /** Of completions. */
    public static final Payload PROMPT = new Payload("prompt", false);

    private final String field;
    private final boolean array;
    private final List<String> known;

    private Payload(String field, boolean array) {
        this.field = field;
        this.array = array;
        known = List.of("model", "stream", "stream_options", field);
    }

    String field() {
        return field;
    }

    /** The fields that are read. */
    List<String> known() {
        return known;
    }

    /** What is wrong with a value that starts with this byte; null: nothing. */
    @Nullable
    String problem(byte first) {
        if (array && first != '[') {
            return "must be an array of " + field;
        }
        return first == 'n' ? "must not be null" : null;
    }

    String missing() {
        return array ? "is required: send an array of " + field : "is required";
    }
}
