package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * A JSON schema in the part of the language that {@code output_config.format} takes: objects are closed, {@code oneOf} is {@code
 * anyOf}, and a constraint it has no word for goes into the description, where the model reads it.
 */
final class AnthropicSchema {
    private static final Set<String> KEPT = Set.of("type", "enum", "const", "$ref", "required", "title", "description");
    private static final Set<String> FORMATS =
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid");

    private AnthropicSchema() {}

    static ObjectNode of(ObjectNode schema) {
        ObjectNode json = AnthropicJson.object();
        ObjectNode unspoken = AnthropicJson.object();
        schema.properties().forEach(member -> put(json, member.getKey(), member.getValue(), unspoken));
        if (isObject(schema)) {
            json.put("additionalProperties", false);
        }
        if (!unspoken.isEmpty()) {
            String description = AnthropicJson.text(json, "description");
            json.put("description", description.isEmpty() ? unspoken.toString() : description + "\n\n" + unspoken);
        }
        return json;
    }

    private static void put(ObjectNode json, String name, JsonNode value, ObjectNode unspoken) {
        switch (name) {
            case "properties", "$defs", "definitions" -> json.set(name, each(value));
            case "items" -> json.set(name, either(value));
            case "anyOf", "allOf" -> json.set(name, all(value));
            case "oneOf" -> json.set("anyOf", all(value));
            case "additionalProperties" -> {
                if (value.isObject() && !value.isEmpty()) {
                    unspoken.set(name, value);
                }
            }
            case "$schema", "$id" -> {}
            default -> {
                (isTaken(name, value) ? json : unspoken).set(name, value);
            }
        }
    }

    private static boolean isTaken(String name, JsonNode value) {
        return KEPT.contains(name)
                || (name.equals("format") && FORMATS.contains(value.asText()))
                || (name.equals("minItems") && value.isInt() && (value.intValue() == 0 || value.intValue() == 1));
    }

    private static boolean isObject(ObjectNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            for (JsonNode one : type) {
                if (one.asText().equals("object")) {
                    return true;
                }
            }
        }
        return type.asText().equals("object") || schema.has("properties");
    }

    private static JsonNode each(JsonNode schemas) {
        ObjectNode json = AnthropicJson.object();
        schemas.properties().forEach(member -> json.set(member.getKey(), either(member.getValue())));
        return json;
    }

    private static JsonNode all(JsonNode schemas) {
        ArrayNode json = AnthropicJson.array();
        schemas.forEach(schema -> json.add(either(schema)));
        return json;
    }

    /** {@code true} and {@code false} are schemas too. */
    private static JsonNode either(JsonNode schema) {
        return schema instanceof ObjectNode object ? of(object) : schema;
    }
}
