package dev.sluice.local.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;

/** Every path it does not know. */
final class NotFoundHandler implements HttpHandler {

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var message = "Invalid URL (" + exchange.getRequestMethod() + " "
                    + exchange.getRequestURI().getPath() + ")";
            Wire.send(exchange, 404, Wire.error(message, "invalid_request_error", null));
        }
    }
}
