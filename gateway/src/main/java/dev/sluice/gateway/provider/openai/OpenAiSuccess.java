package dev.sluice.gateway.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.error.UpstreamClass;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Errors that come with the status of a success, in a whole reply or in an event: they go by what they say themselves. */
final class OpenAiSuccess {
    private static final ObjectMapper JSON = new ObjectMapper();

    private OpenAiSuccess() {}

    /** Whether a reply is none: a page of a server on the way, an error of OpenRouter's, a {@code base_resp} of MiniMax's. */
    static boolean isNoReply(byte[] body) {
        JsonNode reply = read(body);
        return reply == null
                || !reply.isObject()
                || ((reply.hasNonNull("error") || minimax(reply) != 0)
                        && reply.path("choices").isEmpty());
    }

    /** The class of an error that has no status of its own. */
    static UpstreamClass classify(byte[] body) {
        JsonNode reply = read(body);
        if (reply == null) {
            return UpstreamClass.SERVER_ERROR;
        }
        JsonNode error = reply.path("error");
        return switch (minimax(reply)) {
            case 0 -> OpenAiErrors.classify(status(error), body);
            case 1002, 1039 -> UpstreamClass.RATE_LIMITED;
            case 1004, 2049 -> UpstreamClass.AUTH;
            case 1008 -> UpstreamClass.QUOTA_EXHAUSTED;
            case 1026, 1027 -> UpstreamClass.CONTENT_POLICY;
            case 2013 -> UpstreamClass.BAD_REQUEST;
            default -> UpstreamClass.SERVER_ERROR;
        };
    }

    /** That the code is, be it a number or digits; else that which goes with OpenAI's name of it. */
    private static int status(JsonNode error) {
        int code = error.path("code").asInt(0);
        if (code >= 400 && code < 600) {
            return code;
        }
        return switch (error.path("code").asText("")) {
            case "rate_limit_exceeded", "insufficient_quota" -> 429;
            case "context_length_exceeded",
                    "content_filter",
                    "content_policy_violation",
                    "invalid_prompt",
                    "tool_use_failed",
                    "json_validate_failed" -> 400;
            case "invalid_api_key" -> 401;
            case "model_not_found" -> 404;
            case "overloaded", "server_is_overloaded", "slow_down" -> 503;
            default -> ofType(error.path("type").asText(""));
        };
    }

    private static int ofType(String type) {
        return switch (type) {
            case "rate_limit_error", "rate_limit_exceeded", "insufficient_quota" -> 429;
            case "invalid_request_error" -> 400;
            case "authentication_error" -> 401;
            case "permission_error" -> 403;
            case "overloaded_error" -> 503;
            default -> 500;
        };
    }

    private static int minimax(JsonNode reply) {
        return reply.path("base_resp").path("status_code").asInt(0);
    }

    private static @Nullable JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }
}
