package dev.sluice.embedded.clickhouse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers the requests of ClickHouse's HTTP interface. Called on a virtual thread each. */
final class QueryHandler implements HttpHandler {

    private final ChdbEngine engine;
    private final Gate gate;

    QueryHandler(ChdbEngine engine, Gate gate) {
        this.engine = engine;
        this.gate = gate;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/ping", "/replicas_status" -> write(exchange, 200, "Ok.\n");
                case "/", "" -> query(exchange);
                default ->
                    write(
                            exchange,
                            404,
                            "There is no handle " + exchange.getRequestURI().getPath() + "\n");
            }
        }
    }

    private void query(HttpExchange exchange) throws IOException {
        var started = System.nanoTime();
        var request = new Request(exchange);
        var headers = exchange.getResponseHeaders();
        headers.set("X-ClickHouse-Query-Id", request.queryId());
        headers.set("X-ClickHouse-Server-Display-Name", "sluice-embedded");
        headers.set("X-ClickHouse-Timezone", "UTC");
        if (!gate.admits(exchange.getRequestHeaders(), request.url())) {
            fail(
                    exchange,
                    Answer.Failure.of(516, "Authentication failed: password is incorrect", "AUTHENTICATION_FAILED"));
            return;
        }
        try {
            var statement = request.statement();
            if (!statement.sql().hasRemaining()) {
                empty(exchange);
                return;
            }
            switch (engine.run(statement)) {
                case Answer.Failure failure -> fail(exchange, failure);
                case Answer.Result result -> {
                    try (result) {
                        succeed(exchange, statement, result, started);
                    }
                }
            }
        } catch (Request.Refused e) {
            fail(exchange, e.failure());
        }
    }

    private static void empty(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("GET")) {
            write(exchange, 200, "Ok.\n");
        } else {
            fail(exchange, Answer.Failure.of(62, "Syntax error: Empty query", "SYNTAX_ERROR"));
        }
    }

    private static void succeed(HttpExchange exchange, Statement statement, Answer.Result result, long started)
            throws IOException {
        var headers = exchange.getResponseHeaders();
        var format = Shape.of(statement.sql()) instanceof Shape.Whole(var named) && !named.isEmpty()
                ? named
                : statement.format();
        headers.set("X-ClickHouse-Format", format);
        headers.set(
                "X-ClickHouse-Summary", result.summary().json(result.bytes().byteSize(), System.nanoTime() - started));
        headers.set("Content-Type", contentType(format));
        copy(exchange, result.bytes());
    }

    private static String contentType(String format) {
        return format.startsWith("JSON")
                ? "application/json; charset=UTF-8"
                : format.startsWith("TabSeparated") || format.startsWith("TSV")
                        ? "text/tab-separated-values; charset=UTF-8"
                        : format.startsWith("CSV") ? "text/csv; charset=UTF-8" : "application/octet-stream";
    }

    private static void copy(HttpExchange exchange, MemorySegment bytes) throws IOException {
        // 0 would mean chunks of unknown number, -1 means no body.
        exchange.sendResponseHeaders(200, bytes.byteSize() == 0 ? -1 : bytes.byteSize());
        var out = exchange.getResponseBody();
        var buffer = new byte[1 << 16];
        for (long at = 0; at < bytes.byteSize(); at += buffer.length) {
            var length = (int) Math.min(buffer.length, bytes.byteSize() - at);
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, buffer, 0, length);
            out.write(buffer, 0, length);
        }
    }

    private static void fail(HttpExchange exchange, Answer.Failure failure) throws IOException {
        exchange.getResponseHeaders().set("X-ClickHouse-Exception-Code", Integer.toString(failure.code()));
        write(exchange, failure.httpStatus(), failure.text() + "\n");
    }

    private static void write(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("text/plain; charset=UTF-8"));
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
