package dev.sluice.gateway.endpoint.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.SignatureOrigin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A thought as {@code encrypted_content} of a reasoning item: clients keep it unread and send it with the next request, so
 * that the provider gets back what it signed. Not encrypted, as it holds nothing that the client may not see; what it says
 * is checked by whoever signed it.
 */
final class CarriedThought {
    private static final ObjectMapper JSON = new ObjectMapper();

    private CarriedThought() {}

    static String signed(String text, String signature) {
        return encoded(JSON.createObjectNode().put("text", text).put("signature", signature));
    }

    static String hidden(String data) {
        return encoded(JSON.createObjectNode().put("data", data));
    }

    private static String encoded(ObjectNode thought) {
        byte[] json = thought.toString().getBytes(StandardCharsets.UTF_8);
        return SignatureOrigin.CARRIED + Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }

    /** @return null when it was not made here, or has been changed */
    static @Nullable Content read(String encrypted) {
        if (!encrypted.startsWith(SignatureOrigin.CARRIED)) {
            return null;
        }
        try {
            JsonNode thought =
                    JSON.readTree(Base64.getUrlDecoder().decode(encrypted.substring(SignatureOrigin.CARRIED.length())));
            if (thought.path("data").isTextual()) {
                return new Content.HiddenThinking(thought.path("data").textValue());
            }
            return thought.path("text").isTextual() && thought.path("signature").isTextual()
                    ? new Content.Thinking(
                            thought.path("text").textValue(),
                            thought.path("signature").textValue())
                    : null;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }
}
