package dev.sluice.gateway.endpoint.openai.chat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.JsonCursor;
import java.io.IOException;

/** Parses what clients send. Numbers keep their digits, so that what is passed on as text is what came. */
final class RequestJson {
    /** Names come from clients, so they are not interned; long strings are files, and bodies have a limit of their own. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonCursor.MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private RequestJson() {}

    static JsonNode parse(byte[] body) {
        try {
            JsonNode root = MAPPER.readTree(body);
            if (!root.isObject()) {
                throw invalid("the body must be a JSON object in UTF-8");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw invalid("the body is not valid JSON at byte "
                    + e.getLocation().getByteOffset() + ": send a JSON object in UTF-8");
        } catch (NumberFormatException e) {
            throw invalid("the body has a number whose exponent is out of range: send it shorter");
        } catch (IOException e) {
            throw invalid("the body is not valid UTF-8: send a JSON object in UTF-8");
        }
    }

    /** Whether a text is one JSON object and nothing else. Builds nothing. */
    static boolean isObject(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static GatewayException invalid(String message) {
        return new GatewayException(new GatewayError.InvalidRequest(null, message));
    }
}
