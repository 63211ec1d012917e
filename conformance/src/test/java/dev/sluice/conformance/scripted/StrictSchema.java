package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.JsonNode;

/** What OpenAI asks of the schemas of functions and answers. */
final class StrictSchema {
    private StrictSchema() {}

    /** In a strict schema all properties are required and no others allowed. */
    static void require(Member schema) {
        schema.require(schema.json().isObject(), "must be a JSON schema");
        if (schema.json().path("type").asText().equals("object")) {
            schema.require(
                    schema.json().path("additionalProperties").isBoolean()
                            && !schema.json().path("additionalProperties").booleanValue(),
                    "'additionalProperties' is required to be supplied and to be false");
            for (var property : schema.json().path("properties").properties()) {
                schema.require(
                        isRequired(schema.json(), property.getKey()),
                        "'required' is required to include every key in properties. Missing '" + property.getKey()
                                + "'");
                require(schema.get("properties").get(property.getKey()));
            }
        }
    }

    private static boolean isRequired(JsonNode schema, String name) {
        for (JsonNode required : schema.path("required")) {
            if (required.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
