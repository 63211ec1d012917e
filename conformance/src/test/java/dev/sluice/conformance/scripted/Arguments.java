package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** JSON in a string. */
final class Arguments {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Arguments() {}

    static JsonNode read(Member text) {
        return read(text, text.text());
    }

    static JsonNode read(Member at, String text) {
        try {
            JsonNode object = JSON.readTree(text);
            at.require(object.isObject(), "must be JSON of an object, not " + text);
            return object;
        } catch (JsonProcessingException e) {
            throw at.wrong("must be JSON, not " + text);
        }
    }
}
