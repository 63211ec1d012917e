package dev.sluice.gateway.provider.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.provider.WireJson;
import java.util.Locale;

/** Status and body of an error, or a line of a stream that is one, to one class of the closed set. */
final class OllamaErrors {
    private static final int MAX_MESSAGE = 2_048;

    private OllamaErrors() {}

    /** @param body may be anything, such as the page of a server on the way */
    static UpstreamClass classify(int status, byte[] body) {
        ObjectNode reply = WireJson.object(body, 0, body.length);
        return classify(status, reply == null ? "" : words(reply).toLowerCase(Locale.ROOT));
    }

    /** Of a line, which has no status. */
    static UpstreamClass classify(JsonNode line) {
        String text = words(line).toLowerCase(Locale.ROOT);
        if (text.contains("not found")) {
            return UpstreamClass.MODEL_NOT_FOUND;
        }
        return isBusy(text) ? UpstreamClass.OVERLOADED : classify(isTooLong(text) ? 400 : 500, text);
    }

    private static UpstreamClass classify(int status, String text) {
        return switch (status) {
            case 400, 422 -> isTooLong(text) ? UpstreamClass.CONTEXT_WINDOW : UpstreamClass.BAD_REQUEST;
            case 401 -> UpstreamClass.AUTH;
            case 402 -> UpstreamClass.QUOTA_EXHAUSTED;
            case 403 -> UpstreamClass.PERMISSION;
            case 404 -> UpstreamClass.MODEL_NOT_FOUND;
            case 408, 504 -> UpstreamClass.TIMEOUT_TOTAL;
            case 413 -> UpstreamClass.TOO_LARGE;
            case 429 -> text.contains("usage limit") ? UpstreamClass.QUOTA_EXHAUSTED : UpstreamClass.RATE_LIMITED;
            case 503, 529 -> UpstreamClass.OVERLOADED;
            default -> status / 100 == 4 ? UpstreamClass.BAD_REQUEST : UpstreamClass.SERVER_ERROR;
        };
    }

    private static boolean isTooLong(String text) {
        return text.contains("context length") || text.contains("context window") || text.contains("prompt too long");
    }

    private static boolean isBusy(String text) {
        return text.contains("server busy") || text.contains("maximum pending requests");
    }

    /** The provider's words, of a length that can be logged; never empty. */
    static String message(JsonNode line) {
        String message = words(line);
        if (message.isEmpty()) {
            return "The provider reported an error.";
        }
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
    }

    /** A text; an object where a server on the way imitates another dialect. */
    private static String words(JsonNode reply) {
        String error = WireJson.text(reply, "error");
        return error.isEmpty() ? WireJson.text(reply.path("error"), "message") : error;
    }
}
