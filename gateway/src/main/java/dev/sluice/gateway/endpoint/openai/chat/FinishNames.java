package dev.sluice.gateway.endpoint.openai.chat;

import dev.sluice.gateway.inference.chat.FinishReason;

/** {@code finish_reason}. */
final class FinishNames {
    private FinishNames() {}

    /** Some providers end with calls and only say that they stopped; clients run the calls when they see the right word. */
    static String of(FinishReason reason, boolean toolsCalled) {
        return switch (reason) {
            case STOP -> toolsCalled ? "tool_calls" : "stop";
            case TOOL_CALLS -> "tool_calls";
            case LENGTH -> "length";
            case CONTENT_FILTER -> "content_filter";
        };
    }
}
