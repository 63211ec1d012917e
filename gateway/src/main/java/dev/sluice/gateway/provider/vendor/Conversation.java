package dev.sluice.gateway.provider.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Messages put together, for vendors whose templates know one order only. */
final class Conversation {
    private Conversation() {}

    /** All that the system says, as one message in front. */
    static void systemFirst(Shaping shaping, ArrayNode messages) {
        List<String> words = new ArrayList<>();
        int last = -1;
        for (int i = 0; i < messages.size(); i++) {
            if (isOf(messages.get(i), "system")) {
                words.add(text(messages.get(i).path("content")));
                last = i;
            }
        }
        if (words.isEmpty() || (words.size() == 1 && last == 0)) {
            return;
        }
        List<JsonNode> others = new ArrayList<>();
        messages.forEach(message -> {
            if (!isOf(message, "system")) {
                others.add(message);
            }
        });
        messages.removeAll();
        messages.addObject().put("role", "system").put("content", String.join("\n", words));
        messages.addAll(others);
        shaping.change();
    }

    private static boolean isOf(JsonNode message, String role) {
        return message.path("role").asText().equals(role);
    }

    private static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.asText();
        }
        List<String> texts = new ArrayList<>();
        content.forEach(part -> texts.add(part.path("text").asText()));
        return String.join("\n", texts);
    }

    /** Neighbours of one side become one message; calls and results stay by themselves. */
    static void alternate(Shaping shaping, ArrayNode messages) {
        for (int i = 1; i < messages.size(); ) {
            if (messages.get(i - 1) instanceof ObjectNode before
                    && messages.get(i) instanceof ObjectNode message
                    && isSameSide(before, message)) {
                join(before, message);
                messages.remove(i);
                shaping.change();
            } else {
                i++;
            }
        }
    }

    private static boolean isSameSide(ObjectNode before, ObjectNode message) {
        String role = message.path("role").asText();
        return before.path("role").asText().equals(role)
                && (role.equals("user") || role.equals("assistant"))
                && !before.has("tool_calls")
                && !message.has("tool_calls");
    }

    private static void join(ObjectNode before, ObjectNode message) {
        JsonNode first = before.path("content");
        JsonNode second = message.path("content");
        if (first.isArray() || second.isArray()) {
            ArrayNode parts = before.putArray("content");
            addParts(parts, first);
            addParts(parts, second);
        } else {
            before.put("content", first.asText() + "\n" + second.asText());
        }
    }

    private static void addParts(ArrayNode parts, JsonNode content) {
        if (content instanceof ArrayNode all) {
            parts.addAll(all);
        } else {
            parts.addObject().put("type", "text").put("text", content.asText());
        }
    }
}
