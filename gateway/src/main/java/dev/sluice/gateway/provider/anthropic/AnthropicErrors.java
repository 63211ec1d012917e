package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.error.UpstreamClass;
import java.util.Locale;

/** Status and body of an error, or the error event of a stream, to one class of the closed set. */
public final class AnthropicErrors {
    private static final int MAX_MESSAGE = 2_048;

    private AnthropicErrors() {}

    /** @param body may be anything, such as the page of a server on the way */
    public static UpstreamClass classify(int status, byte[] body) {
        ObjectNode reply = AnthropicJson.object(body, 0, body.length);
        JsonNode error = reply == null ? AnthropicJson.object() : reply.path("error");
        return switch (status) {
            case 400, 422 -> badRequest(text(error));
            case 401 -> UpstreamClass.AUTH;
            case 402 -> UpstreamClass.QUOTA_EXHAUSTED;
            case 403 -> UpstreamClass.PERMISSION;
            case 404 -> UpstreamClass.MODEL_NOT_FOUND;
            case 408, 504 -> UpstreamClass.TIMEOUT_TOTAL;
            case 409 -> UpstreamClass.SERVER_ERROR; // a conflict of the provider's own, gone with the next try
            case 413 -> UpstreamClass.TOO_LARGE;
            case 429 -> isQuota(text(error)) ? UpstreamClass.QUOTA_EXHAUSTED : UpstreamClass.RATE_LIMITED;
            case 503, 529 -> UpstreamClass.OVERLOADED;
            default -> status / 100 == 4 ? UpstreamClass.BAD_REQUEST : classify(error);
        };
    }

    /** Where there is no status: by the error's own type. */
    static UpstreamClass classify(JsonNode error) {
        return switch (AnthropicJson.text(error, "type")) {
            case "invalid_request_error" -> badRequest(text(error));
            case "authentication_error" -> UpstreamClass.AUTH;
            case "billing_error" -> UpstreamClass.QUOTA_EXHAUSTED;
            case "permission_error" -> UpstreamClass.PERMISSION;
            case "not_found_error" -> UpstreamClass.MODEL_NOT_FOUND;
            case "request_too_large" -> UpstreamClass.TOO_LARGE;
            case "rate_limit_error" ->
                isQuota(text(error)) ? UpstreamClass.QUOTA_EXHAUSTED : UpstreamClass.RATE_LIMITED;
            case "timeout_error" -> UpstreamClass.TIMEOUT_TOTAL;
            case "overloaded_error" -> UpstreamClass.OVERLOADED;
            default -> UpstreamClass.SERVER_ERROR;
        };
    }

    /** The provider's words, of a length that can be logged; never empty. */
    static String message(JsonNode error) {
        String message = AnthropicJson.text(error, "message");
        if (message.isEmpty()) {
            return "The provider reported an error.";
        }
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
    }

    private static UpstreamClass badRequest(String text) {
        if (text.contains("prompt is too long")
                || text.contains("input is too long")
                || text.contains("context limit")
                || text.contains("context window")) {
            return UpstreamClass.CONTEXT_WINDOW;
        }
        if (text.contains("content filtering policy") || text.contains("usage polic")) {
            return UpstreamClass.CONTENT_POLICY;
        }
        return isQuota(text) ? UpstreamClass.QUOTA_EXHAUSTED : UpstreamClass.BAD_REQUEST;
    }

    /** An account without money is told so with 400. */
    private static boolean isQuota(String text) {
        return text.contains("credit balance") || text.contains("usage limits") || text.startsWith("billing_error");
    }

    private static String text(JsonNode error) {
        return (AnthropicJson.text(error, "type") + " " + AnthropicJson.text(error, "message"))
                .toLowerCase(Locale.ROOT);
    }
}
