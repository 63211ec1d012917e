package dev.sluice.local.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code GET /v1/models}: the one model there is. */
final class ModelsHandler implements HttpHandler {

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            if (Wire.authenticated(exchange)) {
                var model = Map.of(
                        "id", DemoProvider.MODEL, "object", "model", "created", 1_763_596_800, "owned_by", "sluice");
                Wire.send(exchange, 200, Map.of("object", "list", "data", List.of(model)));
            }
        }
    }
}
