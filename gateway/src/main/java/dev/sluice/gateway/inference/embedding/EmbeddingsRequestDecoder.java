package dev.sluice.gateway.inference.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads an embeddings request for a provider that has to be told in other words. */
public final class EmbeddingsRequestDecoder {
    /** OpenAI's own bound. */
    private static final int MAX_TEXTS = 2048;

    private static final int MAX_DIMENSIONS = 65_536;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> KNOWN = Set.of("model", "input", "dimensions", "encoding_format", "input_type");

    private EmbeddingsRequestDecoder() {}

    /**
     * @param body a JSON object with an {@code input}
     * @throws GatewayException with an invalid request that names the field at fault
     */
    public static EmbeddingRequest decode(byte[] body) {
        JsonNode root = parse(body);
        List<String> others = new ArrayList<>();
        root.fieldNames().forEachRemaining(name -> {
            if (!KNOWN.contains(name)) {
                others.add(name);
            }
        });
        return new EmbeddingRequest(
                texts(root.path("input")),
                dimensions(root.path("dimensions")),
                asksForBase64(root.path("encoding_format")),
                inputType(root.path("input_type")),
                others);
    }

    /** Whether a request wants base64 instead of numbers. */
    public static boolean asksForBase64(byte[] body) {
        return asksForBase64(parse(body).path("encoding_format"));
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw invalid(null, "the body is not valid JSON: send a JSON object in UTF-8");
        }
    }

    private static List<String> texts(JsonNode input) {
        if (input.isTextual()) {
            return List.of(text("input", input));
        }
        if (!input.isArray() || input.isEmpty()) {
            throw invalid("input", "must be a text or an array of texts that is not empty");
        }
        if (input.size() > MAX_TEXTS) {
            throw invalid("input", "has " + input.size() + " texts: send " + MAX_TEXTS + " at most");
        }
        List<String> texts = new ArrayList<>(input.size());
        for (int i = 0; i < input.size(); i++) {
            texts.add(text("input[" + i + "]", input.get(i)));
        }
        return texts;
    }

    private static String text(String field, JsonNode value) {
        if (value.isNumber() || value.isArray()) {
            throw invalid(field, "is made of tokens, which this model's provider does not take: send text");
        }
        if (!value.isTextual()) {
            throw invalid(field, "must be a text");
        }
        if (value.textValue().isEmpty()) {
            throw invalid(field, "must not be empty: leave it out");
        }
        return value.textValue();
    }

    private static OptionalInt dimensions(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return OptionalInt.empty();
        }
        if (!value.isIntegralNumber() || value.longValue() < 1 || value.longValue() > MAX_DIMENSIONS) {
            throw invalid("dimensions", "must be a whole number from 1 to " + MAX_DIMENSIONS);
        }
        return OptionalInt.of(value.intValue());
    }

    private static boolean asksForBase64(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        return switch (value.asText()) {
            case "float" -> false;
            case "base64" -> true;
            default -> throw invalid("encoding_format", "must be float or base64");
        };
    }

    private static @Nullable String inputType(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw invalid("input_type", "must be a text");
        }
        return value.textValue();
    }

    private static GatewayException invalid(@Nullable String field, String message) {
        return new GatewayException(
                new GatewayError.InvalidRequest(field, field == null ? message : field + " " + message));
    }
}
