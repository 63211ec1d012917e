package dev.sluice.gateway.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.error.UpstreamClass;
import java.io.IOException;
import java.util.Locale;

/** Status and body of an OpenAI-style error to one class of the closed set. */
final class OpenAiErrors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private OpenAiErrors() {}

    static UpstreamClass classify(int status, byte[] body) {
        String text = describe(body);
        return switch (status) {
            case 400, 422 -> badRequest(text);
            case 401 -> UpstreamClass.AUTH;
            case 402 -> UpstreamClass.QUOTA_EXHAUSTED;
            case 403 -> UpstreamClass.PERMISSION;
            case 404 -> UpstreamClass.MODEL_NOT_FOUND;
            case 408, 504 -> UpstreamClass.TIMEOUT_TOTAL;
            case 413 -> UpstreamClass.TOO_LARGE;
            case 429 ->
                text.contains("insufficient_quota") || text.contains("billing")
                        ? UpstreamClass.QUOTA_EXHAUSTED
                        : UpstreamClass.RATE_LIMITED;
            case 503, 529 -> UpstreamClass.OVERLOADED;
            default -> status / 100 == 4 ? UpstreamClass.BAD_REQUEST : UpstreamClass.SERVER_ERROR;
        };
    }

    private static UpstreamClass badRequest(String text) {
        if (text.contains("context_length") || text.contains("context window") || text.contains("maximum context")) {
            return UpstreamClass.CONTEXT_WINDOW;
        }
        if (text.contains("content_policy")
                || text.contains("content_filter")
                || text.contains("content management policy")) {
            return UpstreamClass.CONTENT_POLICY;
        }
        return UpstreamClass.BAD_REQUEST;
    }

    /** Code, type and message of the error, lower-cased; empty when the body is none. */
    private static String describe(byte[] body) {
        try {
            JsonNode error = JSON.readTree(body).path("error");
            String text = error.isTextual()
                    ? error.asText()
                    : error.path("code").asText() + " " + error.path("type").asText() + " "
                            + error.path("message").asText();
            return text.toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            return "";
        }
    }
}
