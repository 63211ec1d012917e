package dev.sluice.gateway.provider.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.catalog.Dialect;
import dev.sluice.gateway.inference.chat.SignatureOrigin;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Reasoning items on their way through a client that knows no such items: the encrypted thought is to it a signature of
 * the summary, with the item's id in front. Responses are not stored, so without it the model thinks anew in each step.
 */
final class EncryptedReasoning {
    private EncryptedReasoning() {}

    /** @return null when the item has nothing encrypted, and so cannot be sent back */
    static @Nullable String signature(JsonNode item) {
        String encrypted = item.path("encrypted_content").asText("");
        return encrypted.isEmpty() || encrypted.equals("null")
                ? null
                : SignatureOrigin.mark(Dialect.RESPONSES, item.path("id").asText("") + "." + encrypted);
    }

    /** @return null when it is not a signature that was made here */
    static @Nullable ObjectNode item(String summary, @Nullable String signature) {
        String own = SignatureOrigin.of(Dialect.RESPONSES, signature);
        int dot = own == null ? -1 : own.indexOf('.');
        if (own == null || dot < 0 || dot + 1 == own.length()) {
            return null;
        }
        ObjectNode item = JsonNodeFactory.instance.objectNode().put("type", "reasoning");
        if (dot > 0) {
            item.put("id", own.substring(0, dot));
        }
        var parts = item.putArray("summary");
        if (!summary.isEmpty()) {
            parts.addObject().put("type", "summary_text").put("text", summary);
        }
        return item.put("encrypted_content", own.substring(dot + 1));
    }

    /** What the item shows of the thought: its summary, or with open models all of it. */
    static String text(JsonNode item) {
        StringJoiner shown = new StringJoiner("\n\n");
        JsonNode parts = item.path("summary").isEmpty() ? item.path("content") : item.path("summary");
        parts.forEach(part -> shown.add(part.path("text").asText("")));
        return shown.toString();
    }
}
