package dev.sluice.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** How JSON gets onto an exchange. */
final class Wire {
    static final ObjectMapper JSON = new ObjectMapper();

    private Wire() {}

    static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static void send(HttpExchange exchange, int status, Object body) throws IOException {
        send(exchange, status, "application/json", bytes(body));
    }

    static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    /** OpenAI's form of an error. */
    static JsonNode error(String message, String type, @Nullable String code) {
        var error = new LinkedHashMap<String, @Nullable Object>();
        error.put("message", message);
        error.put("type", type);
        error.put("param", null);
        error.put("code", code);
        return JSON.createObjectNode().set("error", JSON.valueToTree(error));
    }

    /** The bearer is the one it knows; answers 401 as OpenAI does if not. */
    static boolean authenticated(HttpExchange exchange) throws IOException {
        var given = exchange.getRequestHeaders().getFirst("Authorization");
        if (("Bearer " + DemoProvider.KEY).equals(given)) {
            return true;
        }
        send(exchange, 401, error("Incorrect API key provided.", "invalid_request_error", "invalid_api_key"));
        return false;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
