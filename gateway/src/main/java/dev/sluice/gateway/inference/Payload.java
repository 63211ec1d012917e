package dev.sluice.gateway.inference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The field that holds what a model is to work on, as far as it is checked before the model is known. */
public final class Payload {
    public static final Payload MESSAGES = new Payload("messages", true, true);
    /** Of embeddings: a text, or an array. */
    public static final Payload INPUT = new Payload("input", false, true);
    /** Of responses, which may go on from an earlier one without it: a text, or an array. */
    public static final Payload ITEMS = new Payload("input", false, false);
    /** Of completions. */
    public static final Payload PROMPT = new Payload("prompt", false, true);

    /** Of requests that are passed whatever they are. */
    public static final Payload ANY = new Payload("", false, false);

    private final String field;
    private final boolean array;
    private final boolean required;
    private final List<String> known;

    private Payload(String field, boolean array, boolean required) {
        this.field = field;
        this.array = array;
        this.required = required;
        known = field.isEmpty()
                ? List.of("model", "stream", "stream_options")
                : List.of("model", "stream", "stream_options", field);
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
        return required && first == 'n' ? "must not be null" : null;
    }

    boolean isRequired() {
        return required;
    }

    String missing() {
        return array ? "is required: send an array of " + field : "is required";
    }
}
