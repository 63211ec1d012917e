package dev.sluice.gateway.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.gateway.error.UpstreamClass;
import java.io.IOException;
import java.util.Locale;

/** Status and body of a Google error ({@code google.rpc.Status}) to one class of the closed set. */
final class GeminiErrors {
    private GeminiErrors() {}

    static UpstreamClass classify(int status, byte[] body) {
        try {
            return classify(status, in(GeminiJson.read(body, 0, body.length)));
        } catch (IOException e) {
            return classify(status, MissingNode.getInstance());
        }
    }

    /** The class of an error that came with a success status, by what it says itself. */
    static UpstreamClass classify(JsonNode error) {
        JsonNode code = error.path("code");
        return classify(code.isInt() && code.intValue() >= 400 ? code.intValue() : status(error), error);
    }

    /** The error that the body reports, itself or its first element; missing when it reports none. */
    static JsonNode in(JsonNode body) {
        JsonNode object = body.isArray() ? body.path(0) : body;
        JsonNode error = object.path("error");
        return error.isObject() || error.isTextual() ? error : MissingNode.getInstance();
    }

    private static UpstreamClass classify(int status, JsonNode error) {
        // Code, status, message and details alike: reasons stand in any of them.
        String text = error.toString().toLowerCase(Locale.ROOT);
        return switch (status) {
            case 400, 422 -> badRequest(text);
            case 401 -> UpstreamClass.AUTH;
            case 402 -> UpstreamClass.QUOTA_EXHAUSTED;
            case 403 -> text.contains("api_key_invalid") ? UpstreamClass.AUTH : UpstreamClass.PERMISSION;
            case 404 -> UpstreamClass.MODEL_NOT_FOUND;
            case 408, 504 -> UpstreamClass.TIMEOUT_TOTAL;
            case 413 -> UpstreamClass.TOO_LARGE;
            case 429 -> isUsedUp(text) ? UpstreamClass.QUOTA_EXHAUSTED : UpstreamClass.RATE_LIMITED;
            // "Cancelled", and not by us: as good as any other fault of the provider.
            case 499 -> UpstreamClass.SERVER_ERROR;
            case 503, 529 -> UpstreamClass.OVERLOADED;
            default -> status / 100 == 4 ? UpstreamClass.BAD_REQUEST : UpstreamClass.SERVER_ERROR;
        };
    }

    private static UpstreamClass badRequest(String text) {
        if (text.contains("api_key_invalid")
                || text.contains("api key not valid")
                || text.contains("api key expired")) {
            return UpstreamClass.AUTH;
        }
        if (text.contains("input token count") || text.contains("exceeds the maximum number of tokens")) {
            return UpstreamClass.CONTEXT_WINDOW;
        }
        if (text.contains("payload size exceeds")) {
            return UpstreamClass.TOO_LARGE;
        }
        if (text.contains("usage guidelines") || text.contains("responsible ai") || text.contains("prohibited use")) {
            return UpstreamClass.CONTENT_POLICY;
        }
        // Of the account, such as its billing or its location; not of the request.
        return text.contains("failed_precondition") ? UpstreamClass.PERMISSION : UpstreamClass.BAD_REQUEST;
    }

    /**
     * A day's quota or the money is gone, which waiting a minute does not bring back. "Quota" and "billing" say nothing:
     * they stand in the message of every 429.
     */
    private static boolean isUsedUp(String text) {
        return text.contains("perday") || text.contains("depleted") || text.contains("spending cap");
    }

    private static int status(JsonNode error) {
        return switch (GeminiJson.text(error.path("status"))) {
            case "INVALID_ARGUMENT", "FAILED_PRECONDITION", "OUT_OF_RANGE" -> 400;
            case "UNAUTHENTICATED" -> 401;
            case "PERMISSION_DENIED" -> 403;
            case "NOT_FOUND" -> 404;
            case "RESOURCE_EXHAUSTED" -> 429;
            case "UNAVAILABLE" -> 503;
            case "DEADLINE_EXCEEDED" -> 504;
            default -> 500;
        };
    }
}
