package dev.sluice.gateway.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** JSON trees of providers' dialects, read so that numbers in arguments and schemas come out as they went in. */
public final class WireJson {
    /** A count beyond this is a provider's mistake, and taken as not stated. */
    private static final long MAX_COUNT = 1L << 32;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final ObjectReader READER = MAPPER.readerFor(JsonNode.class);

    private WireJson() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** @return null when it is not an object, or not JSON */
    public static @Nullable ObjectNode object(String text) {
        return value(text) instanceof ObjectNode object ? object : null;
    }

    /** @return null when it is not an object, or not JSON */
    public static @Nullable ObjectNode object(byte[] bytes, int start, int end) {
        try {
            return READER.readValue(bytes, start, end - start) instanceof ObjectNode object ? object : null;
        } catch (IOException | NumberFormatException e) {
            return null; // the latter is of an exponent that no machine can hold
        }
    }

    /** @return null when it is not JSON */
    public static @Nullable JsonNode value(String text) {
        try {
            return READER.readValue(text);
        } catch (JsonProcessingException | NumberFormatException e) {
            return null;
        }
    }

    public static byte[] bytes(ObjectNode object) {
        try {
            return MAPPER.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /** @return empty when there is no such string */
    public static String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isTextual() ? value.textValue() : "";
    }

    /** @return -1 when there is no such count, or it cannot be true */
    public static long count(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (!value.isNumber() || !value.canConvertToLong()) {
            return -1;
        }
        long count = value.longValue();
        return count >= 0 && count <= MAX_COUNT ? count : -1;
    }
}
