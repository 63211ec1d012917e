package dev.sluice.local.seed;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** As much of the admin API as seeding uses: objects by path, a login, keys that count up. */
final class FakeAdmin implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, String> objects = new ConcurrentHashMap<>();
    final List<String> writes = new CopyOnWriteArrayList<>();
    String refused = "nothing";
    private final HttpServer server;
    private int keys;

    FakeAdmin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/api/v1", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath().substring("/api/v1".length());
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var call = exchange.getRequestMethod() + " " + path;
        if (call.equals("POST /auth/login")) {
            var right = JSON.readTree(body).path("password").asText().equals("right");
            answer(exchange, right ? 200 : 401, Map.of("accessToken", "t"));
        } else if (!"Bearer t".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, Map.of("detail", "who are you"));
        } else if (path.startsWith(refused)) {
            answer(
                    exchange,
                    objects.containsKey(path) ? 200 : call.startsWith("GET") ? 404 : 400,
                    Map.of("detail", "unlucky"));
        } else if (call.startsWith("GET")) {
            answer(exchange, objects.containsKey(path) ? 200 : 404, Map.of());
        } else {
            writes.add(call);
            if (call.equals("POST /api-keys")) {
                objects.put(
                        "/api-keys/" + JSON.readTree(body).at("/metadata/name").asText(), body);
            } else if (call.startsWith("PUT")) {
                objects.put(path, body);
            }
            answer(exchange, 201, Map.of("key", "sl_" + ++keys));
        }
    }

    private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
        try (exchange) {
            var bytes = JSON.writeValueAsBytes(body);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
