package dev.sluice.local.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.util.regex.Pattern;

/** {@code GET /log?since=<n>} in JSON lines, {@code GET /log/body?n=<n>} with the bytes that were received. */
final class LogHandler implements HttpHandler {
    private static final Pattern NUMBER = Pattern.compile("(?:^|&)(?:since|n)=(\\d{1,18})(?:&|$)");

    private final RequestLog log;

    LogHandler(RequestLog log) {
        this.log = log;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var path = exchange.getRequestURI().getPath();
            var number = number(exchange.getRequestURI().getQuery());
            switch (path) {
                case "/log" -> lines(exchange, number);
                case "/log/body" -> body(exchange, number);
                default -> Wire.send(exchange, 404, Wire.error("no such page", "invalid_request_error", null));
            }
        }
    }

    private void lines(HttpExchange exchange, long since) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
        exchange.sendResponseHeaders(200, 0);
        try (var out = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16)) {
            for (var line : log.since(since)) {
                out.write(Wire.bytes(line));
                out.write('\n');
            }
        }
    }

    private void body(HttpExchange exchange, long n) throws IOException {
        var body = log.body(n);
        if (body.isPresent()) {
            Wire.send(exchange, 200, "application/octet-stream", body.get());
        } else {
            Wire.send(exchange, 404, Wire.error("that body is no longer kept", "invalid_request_error", null));
        }
    }

    private static long number(String query) {
        var match = NUMBER.matcher(query == null ? "" : query);
        return match.find() ? Long.parseLong(match.group(1)) : 0;
    }
}
