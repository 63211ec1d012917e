package dev.sluice.gateway.provider.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A schema for the answer, where the vendor holds it to a JSON object only: asked for in the system's words. */
final class SchemaInWords {
    private static final String FIELD = "response_format";

    private SchemaInWords() {}

    static void tell(Shaping shaping) {
        ArrayNode messages = shaping.messages();
        if (messages == null) {
            return;
        }
        shaping.lose(FIELD, false); // the form is asked for, and nothing enforces it
        JsonNode schema = shaping.body().path(FIELD).path("json_schema").path("schema");
        shaping.body().putObject(FIELD).put("type", "json_object");
        String words = "Answer with one JSON object and nothing else: no prose, no code fence."
                + (schema.isObject() ? " It satisfies this JSON schema: " + schema : "");
        if (messages.path(0) instanceof ObjectNode first
                && first.path("role").asText().equals("system")
                && first.path("content").isTextual()) {
            first.put("content", first.path("content").textValue() + "\n" + words);
        } else {
            messages.insertObject(0).put("role", "system").put("content", words);
        }
    }
}
