package dev.sluice.conformance.scripted;

import org.jspecify.annotations.Nullable;

/**
 * What a model says: a thought, if it was asked for one, and then either a text or a call.
 *
 * @param text empty when there is a call
 */
record Answer(
        @Nullable Thought thought, String text, @Nullable Called call) {
    /** The same whatever was asked, so that its price can be told. */
    static final int INPUT_TOKENS = 20;

    static final int THOUGHT_TOKENS = 7;
    static final int OUTPUT_TOKENS = 12;

    /** @param signature with which the vendor knows the thought again */
    record Thought(String text, String signature) {}

    /** @param arguments JSON text of an object */
    record Called(String id, String name, String arguments) {}

    int outputTokens() {
        return OUTPUT_TOKENS + (thought == null ? 0 : THOUGHT_TOKENS);
    }

    /** Anything to be streamed, in two pieces; an empty text has none. */
    static String[] halves(String text) {
        int middle = text.length() / 2;
        if (middle > 0 && Character.isLowSurrogate(text.charAt(middle))) {
            middle++;
        }
        return middle == 0 ? new String[] {text} : new String[] {text.substring(0, middle), text.substring(middle)};
    }
}
