package dev.sluice.gateway.provider.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.error.UpstreamClass;

/** What a stream says of its failure: the {@code error} of a failed response, or an {@code error} event. */
record ResponsesFailure(UpstreamClass kind, String message) {
    private static final int MAX_MESSAGE_CHARS = 2048;

    /** @param event of type {@code error}; some servers put the code into an inner object */
    static ResponsesFailure ofEvent(JsonNode event) {
        JsonNode inner = event.path("error");
        return inner.isObject() ? of(inner, inner.path("type").asText("")) : of(event, "");
    }

    /** @param response with an {@code error} in it, or nothing that says more */
    static ResponsesFailure ofResponse(JsonNode response) {
        JsonNode error = response.path("error");
        return of(error, error.path("type").asText(""));
    }

    private static ResponsesFailure of(JsonNode error, String type) {
        String code = error.path("code").asText("");
        boolean coded = !code.isEmpty() && !code.equals("null");
        String message = error.path("message").asText("");
        if (message.isEmpty()) {
            message = "the provider reports an error";
        }
        return new ResponsesFailure(
                kind(coded ? code : type),
                message.length() > MAX_MESSAGE_CHARS ? message.substring(0, MAX_MESSAGE_CHARS) : message);
    }

    static UpstreamClass kind(String code) {
        return switch (code) {
            case "rate_limit_exceeded", "rate_limit_error", "too_many_requests", "429" -> UpstreamClass.RATE_LIMITED;
            case "insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "usage_limit_reached" ->
                UpstreamClass.QUOTA_EXHAUSTED;
            case "server_is_overloaded",
                    "overloaded",
                    "overloaded_error",
                    "slow_down",
                    "service_unavailable",
                    "503",
                    "529" -> UpstreamClass.OVERLOADED;
            case "context_length_exceeded" -> UpstreamClass.CONTEXT_WINDOW;
            case "invalid_prompt",
                    "content_filter",
                    "content_policy_violation",
                    "image_content_policy_violation",
                    "moderation_blocked" -> UpstreamClass.CONTENT_POLICY;
            case "invalid_api_key" -> UpstreamClass.AUTH;
            case "model_not_found" -> UpstreamClass.MODEL_NOT_FOUND;
            case "timeout", "vector_store_timeout", "504" -> UpstreamClass.TIMEOUT_TOTAL;
            default -> isOfRequest(code) ? UpstreamClass.BAD_REQUEST : UpstreamClass.SERVER_ERROR;
        };
    }

    /** Codes for images that cannot be read are many, and all of the client's making. */
    private static boolean isOfRequest(String code) {
        return code.startsWith("invalid_")
                || code.startsWith("unsupported_")
                || code.startsWith("image_")
                || code.equals("empty_image_file")
                || code.equals("failed_to_download_image")
                || code.equals("400");
    }
}
