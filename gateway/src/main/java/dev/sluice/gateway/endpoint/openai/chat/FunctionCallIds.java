package dev.sluice.gateway.endpoint.openai.chat;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ids for calls in the deprecated form, which has none: there a {@code function} message answers the last call of that
 * name.
 */
final class FunctionCallIds {
    private final Map<String, String> open = new HashMap<>();
    private int calls;

    String called(String function) {
        String id = "call_function_" + calls++;
        open.put(function, id);
        return id;
    }

    /** An answer to no call has an id of its own, as a tool message to no call has. */
    String answered(String function) {
        @Nullable String id = open.remove(function);
        return id == null ? "call_function_" + calls++ : id;
    }
}
