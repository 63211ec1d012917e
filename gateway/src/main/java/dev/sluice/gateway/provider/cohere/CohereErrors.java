package dev.sluice.gateway.provider.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.provider.WireJson;
import java.util.Locale;

/** Status and body of an error to one class of the closed set. */
final class CohereErrors {
    private static final int MAX_MESSAGE = 2_048;

    private CohereErrors() {}

    /** @param body may be anything, such as the page of a server on the way */
    static UpstreamClass classify(int status, byte[] body) {
        ObjectNode reply = WireJson.object(body, 0, body.length);
        return classify(status, reply == null ? "" : words(reply).toLowerCase(Locale.ROOT));
    }

    private static UpstreamClass classify(int status, String text) {
        return switch (status) {
            case 400, 422 -> badRequest(text);
            case 401 -> UpstreamClass.AUTH;
            case 402 -> UpstreamClass.QUOTA_EXHAUSTED;
            case 403 -> UpstreamClass.PERMISSION;
            case 404 -> UpstreamClass.MODEL_NOT_FOUND;
            case 408, 504 -> UpstreamClass.TIMEOUT_TOTAL;
            case 413 -> UpstreamClass.TOO_LARGE;
            // What a trial key may do in a month does not come back within a minute.
            case 429 -> text.contains("/ month") ? UpstreamClass.QUOTA_EXHAUSTED : UpstreamClass.RATE_LIMITED;
            case 498 -> UpstreamClass.CONTENT_POLICY; // "blocked input or output"
            // "Cancelled", and not by us: as good as any other fault of the provider.
            case 499 -> UpstreamClass.SERVER_ERROR;
            case 503, 529 -> UpstreamClass.OVERLOADED;
            default -> status / 100 == 4 ? UpstreamClass.BAD_REQUEST : UpstreamClass.SERVER_ERROR;
        };
    }

    private static UpstreamClass badRequest(String text) {
        return text.contains("too many tokens")
                        || text.contains("size limit exceeded")
                        || text.contains("context length")
                ? UpstreamClass.CONTEXT_WINDOW
                : UpstreamClass.BAD_REQUEST;
    }

    /** The provider's words, of a length that can be logged; never empty. */
    static String message(JsonNode error) {
        String message = words(error);
        if (message.isEmpty()) {
            return "The provider reported an error.";
        }
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
    }

    private static String words(JsonNode error) {
        String message = WireJson.text(error, "message");
        return message.isEmpty() ? WireJson.text(error, "data") : message;
    }
}
