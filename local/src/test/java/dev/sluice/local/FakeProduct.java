package dev.sluice.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Stands for each of the three processes: ready, an admin API without memory, a gateway that knows one key. */
final class FakeProduct {
    static final String KEY = "sl_s_fake";

    private FakeProduct() {}

    public static void main(String[] arguments) throws IOException {
        var port = Integer.parseInt(System.getenv("PORT"));
        System.out.println(
                "caller's key: " + System.getenv("GROQ_API_KEY") + ", home: " + System.getenv("SLUICE_HOME"));
        serve(port);
        serve(port + 1000);
    }

    private static void serve(int port) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
        server.createContext("/", FakeProduct::answer);
        server.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            exchange.getRequestBody().readAllBytes();
            var status = 200;
            if (path.equals("/v1/models")) {
                status = ("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization")) ? 200 : 401;
            } else if (exchange.getRequestMethod().equals("GET") && path.startsWith("/api/")) {
                status = 404;
            }
            var body = ("{\"accessToken\":\"t\",\"key\":\"" + KEY + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
