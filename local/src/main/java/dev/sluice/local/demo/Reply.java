package dev.sluice.local.demo;

import java.util.List;

/** An answer decided before the first byte of it is written. Deltas are at most four characters, one token each. */
sealed interface Reply {

    List<String> deltas();

    String finishReason();

    /** Text. */
    record Text(List<String> deltas, String finishReason) implements Reply {}

    /** One call of a tool; the deltas are its arguments. */
    record ToolCall(String id, String function, List<String> deltas) implements Reply {
        @Override
        public String finishReason() {
            return "tool_calls";
        }
    }

    default String whole() {
        return String.join("", deltas());
    }
}
