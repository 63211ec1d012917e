package dev.sluice.gateway.provider.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.error.UpstreamClass;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Errors of Azure that are not OpenAI's: codes of its own, and bodies of the gateway before the service. */
final class AzureErrors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AzureErrors() {}

    /** @return null for what says the same here as at OpenAI */
    static @Nullable UpstreamClass classify(int status, byte[] body) {
        String text = describe(body);
        return switch (status) {
            case 400 ->
                text.contains("responsibleaipolicyviolation") || text.contains("content_filter")
                        ? UpstreamClass.CONTENT_POLICY
                        : null;
            // The key or token is good; its owner lacks the role.
            case 401 ->
                text.contains("permissiondenied") || text.contains("lacks the required data action")
                        ? UpstreamClass.PERMISSION
                        : null;
            // No free capacity on this deployment; another one may have some.
            case 424, 429 ->
                text.contains("no_capacity") || text.contains("nocapacity") ? UpstreamClass.OVERLOADED : null;
            default -> null;
        };
    }

    /** Codes and message, lower-cased; empty when the body is no error. */
    private static String describe(byte[] body) {
        try {
            JsonNode reply = JSON.readTree(body);
            // {"statusCode":401,"message":"…"} has no error in it
            JsonNode error = reply.path("error").isObject() ? reply.path("error") : reply;
            String text = error.path("code").asText() + " "
                    + error.path("innererror").path("code").asText() + " "
                    + error.path("message").asText();
            return text.toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            return "";
        }
    }
}
