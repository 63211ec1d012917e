package dev.sluice.gateway.endpoint.openai;

import dev.sluice.gateway.error.UpstreamClass;

/**
 * What OpenAI's clients are told of a provider's failure, wherever it comes: they decide on it whether to try again.
 *
 * @param type of the error
 * @param code the reason, in OpenAI's own word where it has one
 */
public record UpstreamWords(String type, String code) {
    private static final String REQUEST = "invalid_request_error";
    private static final String LIMIT = "rate_limit_error";
    private static final String SERVER = "server_error";

    public static UpstreamWords of(UpstreamClass kind) {
        return switch (kind) {
            case RATE_LIMITED -> new UpstreamWords(LIMIT, "rate_limit_exceeded");
            case QUOTA_EXHAUSTED -> new UpstreamWords(LIMIT, "insufficient_quota");
            case OVERLOADED -> new UpstreamWords(SERVER, "overloaded");
            case TIMEOUT_CONNECT, TIMEOUT_FIRST_TOKEN, TIMEOUT_IDLE, TIMEOUT_TOTAL ->
                new UpstreamWords(SERVER, "upstream_timeout");
            case BAD_REQUEST -> new UpstreamWords(REQUEST, "invalid_request");
            case CONTEXT_WINDOW -> new UpstreamWords(REQUEST, "context_length_exceeded");
            case CONTENT_POLICY -> new UpstreamWords(REQUEST, "content_policy_violation");
            case TOO_LARGE -> new UpstreamWords(REQUEST, "request_too_large");
            case AUTH,
                    PERMISSION,
                    MODEL_NOT_FOUND,
                    SERVER_ERROR,
                    CONNECTION,
                    STREAM_INTERRUPTED,
                    SAMPLING_FAILURE,
                    CANCELLED -> new UpstreamWords(SERVER, "upstream_error");
        };
    }
}
