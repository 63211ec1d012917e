package dev.sluice.gateway.provider.gemini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** JSON trees of this dialect. Numbers keep their digits: arguments, results and schemas are others' and only pass through. */
final class GeminiJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    /** Up to here a double holds every whole number. */
    private static final double MAX_WHOLE = 1L << 53;

    private GeminiJson() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static JsonNode read(byte[] data, int start, int end) throws IOException {
        try {
            return MAPPER.readTree(data, start, end - start);
        } catch (NumberFormatException e) {
            // A number with an exponent that no machine can hold.
            throw new IOException(e);
        }
    }

    /** @return null when the text is no JSON object */
    static @Nullable ObjectNode readObject(String text) {
        try {
            return MAPPER.readTree(text) instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException | NumberFormatException e) {
            return null;
        }
    }

    static byte[] write(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // a tree is always JSON
        }
    }

    /** The text at the node; empty when it is none. */
    static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : "";
    }

    /** A whole number is written as one. */
    static void put(ObjectNode object, String name, @Nullable Double value) {
        if (value == null) {
            return;
        }
        double number = value;
        if (number == Math.rint(number) && Math.abs(number) <= MAX_WHOLE) {
            object.put(name, (long) number);
        } else {
            object.put(name, number);
        }
    }
}
