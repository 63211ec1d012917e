package dev.sluice.gateway.endpoint.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Joins the chunks of a stream to a whole answer as OpenAI's Python client does: strings are appended, entries of lists go
 * together by their {@code index}, and of {@code index} and {@code type} the last counts.
 */
final class JoinedChunks {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JoinedChunks() {}

    /** The data of each event, {@code [DONE]} included. */
    static List<String> events(String stream) {
        List<String> events = new ArrayList<>();
        for (String event : stream.split("\n\n", 0)) {
            events.add(event.substring("data: ".length()));
        }
        return events;
    }

    /** A {@code chat.completion} of {@code message}, {@code finish_reason} and {@code usage}. */
    static ObjectNode of(String stream) {
        ObjectNode whole = JSON.createObjectNode();
        ObjectNode message = whole.putObject("message");
        for (String event : events(stream)) {
            if (!event.equals("[DONE]")) {
                add(parse(event), whole, message);
            }
        }
        return whole;
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(JsonNode chunk, ObjectNode whole, ObjectNode message) {
        for (JsonNode choice : chunk.get("choices")) {
            join(message, choice.get("delta"));
            if (!choice.get("finish_reason").isNull()) {
                whole.set("finish_reason", choice.get("finish_reason"));
            }
        }
        if (chunk.hasNonNull("usage")) {
            whole.set("usage", chunk.get("usage"));
        }
    }

    private static void join(ObjectNode joined, JsonNode delta) {
        for (Map.Entry<String, JsonNode> member : delta.properties()) {
            String name = member.getKey();
            JsonNode before = joined.path(name);
            JsonNode more = member.getValue();
            if (before.isTextual() && !name.equals("type")) {
                joined.put(name, before.textValue() + more.textValue());
            } else if (before instanceof ObjectNode object) {
                join(object, more);
            } else if (before instanceof ArrayNode entries) {
                joinEntries(entries, more);
            } else {
                joined.set(name, more.deepCopy());
            }
        }
    }

    private static void joinEntries(ArrayNode entries, JsonNode more) {
        for (JsonNode entry : more) {
            int index = entry.get("index").intValue();
            if (entries.get(index) instanceof ObjectNode before) {
                join(before, entry);
            } else {
                entries.insert(index, entry.deepCopy());
            }
        }
    }
}
