package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.usage.Tokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a provider answers, in its own words: {@code matrix/<name>.json}, on top of the file that it is like. */
record Answers(ObjectNode all) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Where a usage stands: as a value, or as a member whose place its own members take. */
    private static final String USAGE = "$USAGE";

    static Answers of(String name) {
        try {
            ObjectNode own =
                    (ObjectNode) JSON.readTree(Path.of("matrix", name + ".json").toFile());
            return own.has("like")
                    ? new Answers(of(own.path("like").asText()).all.setAll(own))
                    : new Answers(own);
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    /** A line of the corpus of usages. */
    static List<JsonNode> usages() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("matrix", "usage.jsonl"))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    boolean has(Feature feature) {
        return feature == Feature.CACHING ? tokens().cachedInput() > 0 : all.has(feature.needs);
    }

    boolean has(String name) {
        return all.has(name);
    }

    Answers withUsage(JsonNode usage) {
        ObjectNode other = all.deepCopy();
        other.set("usage", usage);
        return new Answers(other);
    }

    Tokens tokens() {
        return tokens(all.path("tokens"));
    }

    static Tokens tokens(JsonNode counts) {
        return new Tokens(
                counts.path(0).asLong(),
                counts.path(1).asLong(),
                counts.path(2).asLong(),
                counts.path(3).asLong(),
                counts.path(4).asLong(),
                counts.path(5).asLong(),
                counts.path(6).asLong(),
                counts.path(7).asLong());
    }

    String text(String name) {
        return all.path(name).asText();
    }

    int status(String name) {
        return all.path(name).path("status").asInt();
    }

    byte[] refusal(String name) {
        return bytes(all.path(name).path("body"));
    }

    byte[] whole(String name) {
        return bytes(filled(all.path(name)));
    }

    /** In the framing of the content type. */
    byte[] stream(String name, String contentType) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (JsonNode event : all.path(name)) {
            switch (contentType) {
                case "application/x-ndjson" -> {
                    out.writeBytes(bytes(filled(event)));
                    out.write('\n');
                }
                case "application/vnd.amazon.eventstream" ->
                    out.writeBytes(BinaryEvent.of(event.path(0).asText(), bytes(filled(event.path(1)))));
                default -> {
                    String type = event.path("type").asText();
                    String data =
                            event.isTextual() ? event.asText() : filled(event).toString();
                    String named = type.isEmpty() ? "" : "event: " + type + "\n";
                    out.writeBytes((named + "data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return out.toByteArray();
    }

    private JsonNode filled(JsonNode template) {
        JsonNode copy = template.deepCopy();
        fill(copy);
        return copy;
    }

    private void fill(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.remove(USAGE) != null) {
                object.setAll((ObjectNode) all.path("usage"));
            }
            for (Map.Entry<String, JsonNode> member : List.copyOf(object.properties())) {
                if (member.getValue().asText().equals(USAGE)) {
                    object.set(member.getKey(), all.path("usage"));
                }
            }
        }
        node.forEach(this::fill);
    }

    private static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
