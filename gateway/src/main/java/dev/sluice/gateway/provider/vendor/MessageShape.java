package dev.sluice.gateway.provider.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.catalog.Quirks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The conversation: roles, their order, and what a message may have. */
final class MessageShape {
    private static final Set<String> OF_TEXT = Set.of("type", "text");

    private final Shaping shaping;
    private final ArrayNode messages;
    private final Quirks.Messages quirks;

    MessageShape(Shaping shaping, ArrayNode messages) {
        this.shaping = shaping;
        this.messages = messages;
        this.quirks = shaping.quirks().messages();
    }

    void apply() {
        for (JsonNode node : messages) {
            if (node instanceof ObjectNode message) {
                role(message);
                members(message);
                content(message);
            }
        }
        if (quirks.systemFirst()) {
            Conversation.systemFirst(shaping, messages);
        }
        if (quirks.alternate()) {
            Conversation.alternate(shaping, messages);
        }
    }

    private void role(ObjectNode message) {
        if (!quirks.developer() && message.path("role").asText().equals("developer")) {
            message.put("role", "system");
            shaping.change();
        }
    }

    private void members(ObjectNode message) {
        List<String> names = new ArrayList<>();
        message.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            if (quirks.lacks().contains(name)
                    || (!quirks.only().isEmpty() && !quirks.only().contains(name))) {
                lose(message, name, "messages[]." + name);
            }
        }
    }

    private void lose(ObjectNode owner, String name, String shown) {
        JsonNode value = owner.path(name);
        boolean says = !value.isNull() && !(value.isContainerNode() && value.isEmpty());
        if (says) {
            shaping.lose(shown, false);
        }
        owner.remove(name);
        shaping.change();
    }

    private void content(ObjectNode message) {
        if (quirks.contentRequired()
                && message.path("role").asText().equals("assistant")
                && !message.hasNonNull("content")) {
            message.put("content", "");
            shaping.change();
        }
        if (!quirks.only().isEmpty() && message.path("content") instanceof ArrayNode parts) {
            parts.forEach(this::part);
        }
    }

    /** Vendors that know no other members of a message know none of a part either. */
    private void part(JsonNode node) {
        if (node instanceof ObjectNode part) {
            boolean text = part.path("type").asText().equals("text");
            List<String> names = new ArrayList<>();
            part.fieldNames().forEachRemaining(names::add);
            names.stream()
                    .filter(name -> text ? !OF_TEXT.contains(name) : name.equals("cache_control"))
                    .forEach(name -> lose(part, name, "messages[].content[]." + name));
        }
    }
}
