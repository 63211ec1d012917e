package dev.sluice.gateway.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.pipeline.RequestOptions;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the request headers that mean something to the gateway. */
final class RequestHeaders {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_KEYS = 20;
    private static final int MAX_VALUE = 256;
    private static final CharSequence MODEL = HttpHeaders.createOptimized("x-sluice-model");
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    private static final CharSequence SESSION_ID = HttpHeaders.createOptimized("x-sluice-session-id");
    private static final CharSequence METADATA = HttpHeaders.createOptimized("x-sluice-metadata");
    private static final CharSequence EXPLAIN = HttpHeaders.createOptimized("x-sluice-explain");
    private static final CharSequence TIMEOUT = HttpHeaders.createOptimized("x-sluice-timeout-ms");
    private static final Pattern MILLIS = Pattern.compile("[1-9][0-9]{0,7}");
    private static final CharSequence TRACE_PARENT = HttpHeaders.createOptimized("traceparent");
    private static final CharSequence TRACE_STATE = HttpHeaders.createOptimized("tracestate");
    private static final CharSequence[] FORWARDED = {
        HttpHeaders.createOptimized("openai-beta"),
        HttpHeaders.createOptimized("anthropic-beta"),
        HttpHeaders.createOptimized("anthropic-version"),
        HttpHeaders.createOptimized("idempotency-key")
    };
    private static final Pattern TRACE = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private RequestHeaders() {}

    /** @throws GatewayException naming the header that cannot be used */
    static RequestOptions options(MultiMap headers) {
        String model = headers.get(MODEL);
        if (model != null && (model.isBlank() || model.length() > MAX_VALUE)) {
            throw invalid("x-sluice-model", "must have 1 to 256 characters");
        }
        return new RequestOptions(
                model,
                text(headers, REQUEST_ID),
                text(headers, SESSION_ID),
                metadata(headers.get(METADATA)),
                timeoutMillis(headers.get(TIMEOUT)),
                explain(headers.get(EXPLAIN)));
    }

    private static boolean explain(@Nullable String header) {
        if (header == null || header.equals("0")) {
            return false;
        }
        if (!header.equals("1")) {
            throw invalid("x-sluice-explain", "must be 1, or left out");
        }
        return true;
    }

    private static long timeoutMillis(@Nullable String header) {
        if (header == null) {
            return 0;
        }
        if (!MILLIS.matcher(header).matches()) {
            throw invalid("x-sluice-timeout-ms", "must be a whole number of milliseconds, 1 to 99999999");
        }
        return Long.parseLong(header);
    }

    private static String text(MultiMap headers, CharSequence name) {
        String value = headers.get(name);
        if (value == null) {
            return "";
        }
        if (value.length() > MAX_VALUE) {
            throw invalid(name.toString(), "must have at most " + MAX_VALUE + " characters");
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

    /**
     * Headers that go on to the provider: the request's id, and what the client sent for it. The trace goes on with a span
     * of our own in it (W3C Trace Context).
     */
    static Map<CharSequence, String> forwarded(MultiMap headers, String requestId) {
        Map<CharSequence, String> forwarded = new HashMap<>();
        for (CharSequence name : FORWARDED) {
            String value = headers.get(name);
            if (value != null) {
                forwarded.put(name, value);
            }
        }
        String parent = headers.get(TRACE_PARENT);
        if (parent != null && TRACE.matcher(parent).matches()) {
            long span = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
            forwarded.put(
                    TRACE_PARENT, parent.substring(0, 36) + HexFormat.of().toHexDigits(span) + parent.substring(52));
            String state = headers.get(TRACE_STATE);
            if (state != null) {
                forwarded.put(TRACE_STATE, state);
            }
        }
        if (forwarded.isEmpty()) {
            return Map.of(REQUEST_ID, requestId); // of most requests
        }
        forwarded.put(REQUEST_ID, requestId);
        return forwarded;
    }

    private static GatewayException invalid(String header, String message) {
        return new GatewayException(new GatewayError.InvalidRequest(header, header + " " + message));
    }
}
