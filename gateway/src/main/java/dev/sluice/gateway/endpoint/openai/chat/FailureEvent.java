package dev.sluice.gateway.endpoint.openai.chat;

import dev.sluice.gateway.inference.chat.StreamEvent.Failure;

/** What broke a stream off, as clients of OpenAI's streams expect it: an event with an {@code error} in it. */
final class FailureEvent {
    private FailureEvent() {}

    static void write(Failure failure, JsonBytes out) {
        out.raw("data: {\"error\":{\"message\":").string(failure.message());
        switch (failure.kind()) {
            case RATE_LIMITED -> kind(out, "rate_limit_error", "rate_limit_exceeded");
            case QUOTA_EXHAUSTED -> kind(out, "rate_limit_error", "insufficient_quota");
            case OVERLOADED -> kind(out, "server_error", "overloaded");
            case TIMEOUT_CONNECT, TIMEOUT_FIRST_TOKEN, TIMEOUT_IDLE, TIMEOUT_TOTAL ->
                kind(out, "server_error", "upstream_timeout");
            case BAD_REQUEST, CONTEXT_WINDOW, CONTENT_POLICY, TOO_LARGE ->
                kind(out, "invalid_request_error", "invalid_request");
            case AUTH,
                    PERMISSION,
                    MODEL_NOT_FOUND,
                    SERVER_ERROR,
                    CONNECTION,
                    STREAM_INTERRUPTED,
                    SAMPLING_FAILURE,
                    CANCELLED -> kind(out, "server_error", "upstream_error");
        }
        out.raw("}}\n\n");
    }

    private static void kind(JsonBytes out, String type, String code) {
        out.raw(",\"type\":\"").raw(type);
        out.raw("\",\"param\":null,\"code\":\"").raw(code).raw("\"");
    }
}
