package dev.sluice.gateway.issuer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An identity provider as far as its keys go: metadata at the usual place, keys at {@code /keys}. */
public final class FakeIssuer implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<String, String> headers = new ConcurrentHashMap<>();
    private volatile int status = 200;
    private volatile String metadata;
    private volatile String keys = "";

    public FakeIssuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        metadata = "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(url(), url());
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, 200, metadata));
        server.createContext("/keys", exchange -> {
            calls.incrementAndGet();
            answer(exchange, status, keys);
        });
        server.start();
    }

    private void answer(HttpExchange exchange, int code, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** How often the keys were asked for. */
    public int calls() {
        return calls.get();
    }

    public FakeIssuer publish(List<String> jwks) {
        keys = "{\"keys\":[" + String.join(",", jwks) + "]}";
        return this;
    }

    public FakeIssuer answer(int code, String body) {
        status = code;
        keys = body;
        return this;
    }

    public FakeIssuer header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public FakeIssuer metadata(String body) {
        metadata = body;
        return this;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
