package dev.sluice.gateway.provider.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.catalog.Quirks;
import java.util.HashMap;
import java.util.Map;

/** Tools, calls of them, and their results. */
final class ToolShape {
    /** Between a result and the user, where the assistant must have said something; templates refuse an empty text. */
    private static final String SAID = ".";

    private final Shaping shaping;
    private final ArrayNode messages;
    private final Quirks.Tools quirks;
    private final Map<String, String> namesById = new HashMap<>();

    ToolShape(Shaping shaping, ArrayNode messages) {
        this.shaping = shaping;
        this.messages = messages;
        this.quirks = shaping.quirks().tools();
    }

    void apply() {
        if (quirks.parameters()) {
            shaping.body().path("tools").forEach(this::parameters);
        }
        for (JsonNode message : messages) {
            message.path("tool_calls").forEach(this::call);
            if (message instanceof ObjectNode said
                    && !message.path("tool_calls").isEmpty()) {
                thoughts(said);
            }
            if (message instanceof ObjectNode result && message.hasNonNull("tool_call_id")) {
                result(result);
            }
        }
        if (quirks.replyBeforeUser()) {
            replies();
        }
    }

    /** Whatever other name the client keeps them under; a client that has lost them says that there were none. */
    private void thoughts(ObjectNode message) {
        String name = shaping.quirks().messages().thoughts();
        if (name == null || message.path(name).isTextual()) {
            return;
        }
        String other = name.equals("reasoning") ? "reasoning_content" : "reasoning";
        JsonNode kept = message.remove(other);
        message.put(name, kept != null && kept.isTextual() ? kept.textValue() : "");
        shaping.change();
    }

    private void parameters(JsonNode tool) {
        if (tool.path("function") instanceof ObjectNode function && !function.hasNonNull("parameters")) {
            function.putObject("parameters").put("type", "object").putObject("properties");
            shaping.change();
        }
    }

    private void call(JsonNode node) {
        if (!(node instanceof ObjectNode call) || !(node.path("function") instanceof ObjectNode function)) {
            return;
        }
        namesById.put(call.path("id").asText(), function.path("name").asText());
        id(call, "id");
        if (function.path("arguments").asText().isBlank()
                && !function.path("arguments").isContainerNode()) {
            function.put("arguments", "{}");
            shaping.change();
        }
    }

    private void result(ObjectNode result) {
        String name = namesById.get(result.path("tool_call_id").asText());
        if (quirks.names() && name != null && !result.hasNonNull("name")) {
            result.put("name", name);
            shaping.change();
        }
        id(result, "tool_call_id");
    }

    private void id(ObjectNode owner, String field) {
        String id = owner.path(field).asText();
        if (quirks.idLength() > 0 && !CallIds.fits(id, quirks.idLength())) {
            owner.put(field, CallIds.of(id, quirks.idLength()));
            shaping.change();
        }
    }

    private void replies() {
        for (int i = 1; i < messages.size(); i++) {
            if (messages.get(i - 1).path("role").asText().equals("tool")
                    && messages.get(i).path("role").asText().equals("user")) {
                messages.insertObject(i).put("role", "assistant").put("content", SAID);
                shaping.change();
            }
        }
    }
}
