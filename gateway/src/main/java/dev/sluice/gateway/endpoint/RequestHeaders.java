package dev.sluice.gateway.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.pipeline.RequestOptions;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Reads the request headers that mean something to the gateway. */
final class RequestHeaders {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_KEYS = 20;
    private static final int MAX_VALUE = 256;
    private static final String[] FORWARDED = {"openai-beta", "idempotency-key", "tracestate"};

    private RequestHeaders() {}

    /** @throws GatewayException naming the header that cannot be used */
    static RequestOptions options(MultiMap headers) {
        String model = headers.get("x-sluice-model");
        if (model != null && (model.isBlank() || model.length() > MAX_VALUE)) {
            throw invalid("x-sluice-model", "must have 1 to 256 characters");
        }
        return new RequestOptions(
                model,
                text(headers, "x-request-id"),
                text(headers, "x-sluice-session-id"),
                metadata(headers.get("x-sluice-metadata")));
    }

    private static String text(MultiMap headers, String name) {
        String value = headers.get(name);
        if (value == null) {
            return "";
        }
        if (value.length() > MAX_VALUE) {
            throw invalid(name, "must have at most " + MAX_VALUE + " characters");
        }
        return value;
    }

    private static Map<String, String> metadata(@Nullable String header) {
        if (header == null) {
            return Map.of();
        }
        JsonNode node;
        try {
            node = JSON.readTree(header);
        } catch (IOException e) {
            throw invalid("x-sluice-metadata", "must be a JSON object of strings");
        }
        if (node == null || !node.isObject() || node.size() > MAX_KEYS) {
            throw invalid("x-sluice-metadata", "must be a JSON object of at most " + MAX_KEYS + " strings");
        }
        Map<String, String> metadata = new HashMap<>();
        node.properties().forEach(entry -> {
            String value = entry.getValue().asText();
            if (!entry.getValue().isValueNode()
                    || value.length() > MAX_VALUE
                    || entry.getKey().length() > 64) {
                throw invalid(
                        "x-sluice-metadata", "has a value that is no string of at most " + MAX_VALUE + " characters");
            }
            metadata.put(entry.getKey(), value);
        });
        return metadata;
    }

    /** Headers that go on to the provider; the trace goes on with a span of our own in it (W3C Trace Context). */
    static Map<String, String> forwarded(MultiMap headers) {
        Map<String, String> forwarded = new HashMap<>(4);
        for (String name : FORWARDED) {
            String value = headers.get(name);
            if (value != null) {
                forwarded.put(name, value);
            }
        }
        String parent = headers.get("traceparent");
        if (parent != null && parent.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")) {
            long span = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
            forwarded.put(
                    "traceparent",
                    parent.substring(0, 36) + java.util.HexFormat.of().toHexDigits(span) + parent.substring(52));
        } else {
            forwarded.remove("tracestate");
        }
        return forwarded;
    }

    private static GatewayException invalid(String header, String message) {
        return new GatewayException(new GatewayError.InvalidRequest(header, header + " " + message));
    }
}
