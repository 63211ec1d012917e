package dev.sluice.gateway.endpoint.openai.responses;

import dev.sluice.gateway.error.UpstreamClass;

/** Why a response failed, in the words on which agents decide whether to try again. */
record ToldFailure(String code, String message) {
    static ToldFailure of(UpstreamClass kind, String message) {
        return new ToldFailure(code(kind), message);
    }

    static String code(UpstreamClass kind) {
        return switch (kind) {
            case RATE_LIMITED -> "rate_limit_exceeded";
            case QUOTA_EXHAUSTED -> "insufficient_quota";
            case OVERLOADED -> "server_is_overloaded";
            case CONTEXT_WINDOW -> "context_length_exceeded";
            case CONTENT_POLICY -> "invalid_prompt";
            case BAD_REQUEST, TOO_LARGE -> "invalid_request";
            case TIMEOUT_CONNECT, TIMEOUT_FIRST_TOKEN, TIMEOUT_IDLE, TIMEOUT_TOTAL -> "upstream_timeout";
            case AUTH,
                    PERMISSION,
                    MODEL_NOT_FOUND,
                    SERVER_ERROR,
                    CONNECTION,
                    STREAM_INTERRUPTED,
                    SAMPLING_FAILURE,
                    CANCELLED -> "server_error";
        };
    }
}
