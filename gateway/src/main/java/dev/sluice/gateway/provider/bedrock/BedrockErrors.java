package dev.sluice.gateway.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.provider.WireJson;
import java.util.List;
import java.util.Locale;

/** Status and body of an error, or the exception of a stream, to one class of the closed set. */
final class BedrockErrors {
    private static final int MAX_MESSAGE = 2_048;
    private static final List<String> TOO_LONG = List.of(
            "input is too long",
            "prompt is too long",
            "maximum number of input tokens",
            "too many input tokens",
            "context length",
            "context window",
            "exceed context limit");
    private static final List<String> NO_SUCH_MODEL =
            List.of("model identifier is invalid", "on-demand throughput", "end of its life");
    private static final List<String> WHO_ARE_YOU =
            List.of("security token", "signature", "expired", "access key", "api key", "incompletesignature");
    private static final List<String> USED_UP = List.of("servicequotaexceeded", "service quota", "tokens per day");

    private BedrockErrors() {}

    /** @param body may be anything, such as the page of a server on the way */
    static UpstreamClass classify(int status, byte[] body) {
        ObjectNode reply = WireJson.object(body, 0, body.length);
        String text =
                reply == null ? "" : (WireJson.text(reply, "__type") + " " + words(reply)).toLowerCase(Locale.ROOT);
        return classify(status, text);
    }

    private static UpstreamClass classify(int status, String text) {
        return switch (status) {
            case 400, 422 -> badRequest(text);
            case 401 -> UpstreamClass.AUTH;
            case 402 -> UpstreamClass.QUOTA_EXHAUSTED;
            case 403 -> any(WHO_ARE_YOU, text) ? UpstreamClass.AUTH : UpstreamClass.PERMISSION;
            case 404 -> UpstreamClass.MODEL_NOT_FOUND;
            case 408, 504 -> UpstreamClass.TIMEOUT_TOTAL;
            case 413 -> UpstreamClass.TOO_LARGE;
            case 424 -> UpstreamClass.SERVER_ERROR; // the model's own failure
            case 429 -> tooMany(text);
            case 503, 529 -> UpstreamClass.OVERLOADED;
            default -> status / 100 == 4 ? UpstreamClass.BAD_REQUEST : UpstreamClass.SERVER_ERROR;
        };
    }

    private static UpstreamClass tooMany(String text) {
        if (text.contains("notready") || text.contains("not ready")) {
            return UpstreamClass.OVERLOADED; // a model that is being loaded
        }
        return any(USED_UP, text) ? UpstreamClass.QUOTA_EXHAUSTED : UpstreamClass.RATE_LIMITED;
    }

    private static UpstreamClass badRequest(String text) {
        if (any(TOO_LONG, text)) {
            return UpstreamClass.CONTEXT_WINDOW;
        }
        if (any(NO_SUCH_MODEL, text)) {
            return UpstreamClass.MODEL_NOT_FOUND;
        }
        if (any(USED_UP, text)) {
            return UpstreamClass.QUOTA_EXHAUSTED;
        }
        if (text.contains("content filter") || text.contains("usage polic")) {
            return UpstreamClass.CONTENT_POLICY;
        }
        return text.contains("incompletesignature") || text.contains("security token")
                ? UpstreamClass.AUTH
                : UpstreamClass.BAD_REQUEST;
    }

    /**
     * Of an exception inside a stream.
     *
     * @param type such as {@code throttlingException}; servers differ in its first letter
     */
    static UpstreamClass classify(String type, JsonNode exception) {
        String text = words(exception).toLowerCase(Locale.ROOT);
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "throttlingexception", "modelnotreadyexception" -> tooMany(type.toLowerCase(Locale.ROOT) + " " + text);
            case "validationexception" -> badRequest(text);
            case "serviceunavailableexception" -> UpstreamClass.OVERLOADED;
            case "modeltimeoutexception" -> UpstreamClass.TIMEOUT_TOTAL;
            case "accessdeniedexception", "expiredtokenexception", "unrecognizedclientexception" -> classify(403, text);
            case "resourcenotfoundexception" -> UpstreamClass.MODEL_NOT_FOUND;
            case "servicequotaexceededexception" -> UpstreamClass.QUOTA_EXHAUSTED;
            case "modelstreamerrorexception" -> {
                long original = WireJson.count(exception, "originalStatusCode");
                yield original == 429 || original == 503 || original == 529
                        ? classify((int) original, text)
                        : UpstreamClass.SERVER_ERROR;
            }
            default -> UpstreamClass.SERVER_ERROR;
        };
    }

    /** The provider's words, of a length that can be logged; never empty. */
    static String message(JsonNode error) {
        String message = words(error).strip();
        if (message.isEmpty()) {
            return "The provider reported an error.";
        }
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
    }

    /** Services differ in the first letter. */
    private static String words(JsonNode error) {
        String message = WireJson.text(error, "message");
        return (message.isEmpty() ? WireJson.text(error, "Message") : message) + " "
                + WireJson.text(error, "originalMessage");
    }

    private static boolean any(List<String> words, String text) {
        return words.stream().anyMatch(text::contains);
    }
}
