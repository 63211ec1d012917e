package dev.sluice.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Plays all providers: answers what it was told, and remembers what it was asked. One request at a time. */
final class Replay implements AutoCloseable {
    private static final long CHUNKED = 0;
    private static final long MORE_THAN_IS_SENT = 1 << 20;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Answer answer = new Answer(200, Map.of(), List.of(), CHUNKED);
    private volatile @Nullable Asked asked;

    /** @param uri path and query, as they came */
    record Asked(String method, String uri, Map<String, String> headers, String body) {}

    private record Answer(int status, Map<String, String> headers, Iterable<byte[]> pieces, long length) {}

    Replay() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /**
     * @param status 0: the connection is closed without an answer
     * @param pieces written one after the other, maybe without an end
     */
    void answer(int status, Map<String, String> headers, Iterable<byte[]> pieces) {
        asked = null;
        answer = new Answer(status, headers, pieces, CHUNKED);
    }

    /** Announces more than it sends, and closes the connection then. */
    void breakOff(int status, Map<String, String> headers, Iterable<byte[]> pieces) {
        asked = null;
        answer = new Answer(status, headers, pieces, MORE_THAN_IS_SENT);
    }

    /** Null: nothing since the last {@link #answer}. */
    @Nullable
    Asked asked() {
        return asked;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            asked = new Asked(exchange.getRequestMethod(), Objects.toString(exchange.getRequestURI()), headers, body);
            Answer now = answer;
            if (now.status() == 0) {
                return;
            }
            now.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            exchange.sendResponseHeaders(now.status(), now.length());
            OutputStream out = exchange.getResponseBody();
            for (byte[] piece : now.pieces()) {
                out.write(piece);
                out.flush();
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
