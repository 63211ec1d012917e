package dev.sluice.gateway.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.error.UpstreamClass;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Status and body of an OpenAI-style error to one class of the closed set. */
final class OpenAiErrors {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Words of the vendors for a prompt that is too long, lower-cased. */
    private static final List<String> CONTEXT_WINDOW = List.of(
            "context_length",
            "context window",
            "maximum context",
            "prompt is too long",
            "input is too long",
            "input length and max_tokens exceed",
            "too many tokens",
            "exceeds the maximum number of tokens",
            "exceeds the model's maximum",
            "longer than the model's context",
            "reduce the length");

    /** The same of what a vendor does not want to hear or say. */
    private static final List<String> CONTENT_POLICY = List.of(
            "content_policy",
            "content_filter",
            "content management policy",
            "responsibleaipolicyviolation",
            "data_inspection_failed",
            "usage policies",
            "safety system");

    private OpenAiErrors() {}

    static UpstreamClass classify(int status, byte[] body) {
        if (status / 100 == 2) {
            return OpenAiSuccess.classify(body);
        }
        String text = describe(body);
        return switch (status) {
            case 400, 422 -> badRequest(text);
            case 401 -> UpstreamClass.AUTH;
            case 402 -> UpstreamClass.QUOTA_EXHAUSTED;
            case 403 -> UpstreamClass.PERMISSION;
            case 404, 410 -> UpstreamClass.MODEL_NOT_FOUND;
            case 408, 504 -> UpstreamClass.TIMEOUT_TOTAL;
            case 413 -> UpstreamClass.TOO_LARGE;
            case 429 ->
                text.contains("insufficient_quota") || text.contains("billing")
                        ? UpstreamClass.QUOTA_EXHAUSTED
                        : UpstreamClass.RATE_LIMITED;
            case 498, 503, 529 -> UpstreamClass.OVERLOADED;
            default -> status / 100 == 4 ? UpstreamClass.BAD_REQUEST : UpstreamClass.SERVER_ERROR;
        };
    }

    private static UpstreamClass badRequest(String text) {
        if (text.contains("incorrect api key")) {
            return UpstreamClass.AUTH; // xAI's status is 400
        }
        if (CONTEXT_WINDOW.stream().anyMatch(text::contains)) {
            return UpstreamClass.CONTEXT_WINDOW;
        }
        if (CONTENT_POLICY.stream().anyMatch(text::contains)) {
            return UpstreamClass.CONTENT_POLICY;
        }
        // Of Groq: the model's own words did not parse, which another try may mend.
        return text.contains("tool_use_failed") || text.contains("json_validate_failed")
                ? UpstreamClass.SAMPLING_FAILURE
                : UpstreamClass.BAD_REQUEST;
    }

    /** What is told of the error, lower-cased; empty when the body is no JSON. Vendors wrap it in an array, or not at all. */
    private static String describe(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            JsonNode error = root.isArray() ? root.path(0) : root;
            StringBuilder text = new StringBuilder();
            append(text, error);
            append(text, error.path("error"));
            return text.toString().toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            return "";
        }
    }

    /** A text, or the members that name and describe the error; a code may be a number. */
    private static void append(StringBuilder text, JsonNode error) {
        if (error.isTextual()) {
            text.append(error.textValue()).append(' ');
        }
        for (String member : List.of("code", "type", "message", "detail", "error_code", "innererror")) {
            JsonNode value = error.path(member);
            text.append(value.isContainerNode() ? value.toString() : value.asText())
                    .append(' ');
        }
    }
}
