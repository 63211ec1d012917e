package dev.sluice.e2e.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands in for a provider of OpenAI's dialect, on a free port, and answers as the test says. The test closes it. */
final class StandIn implements AutoCloseable {
    private static final byte[] ANSWER = """
            {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":
            {"role":"assistant","content":"Hi"},"finish_reason":"stop"}],
            "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""".getBytes(StandardCharsets.UTF_8);
    private static final String CHUNK =
            "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[%s]%s}\n\n";
    private static final byte[] DELTA = CHUNK.formatted(
                    "{\"index\":0,\"delta\":{\"content\":\"word \"},\"finish_reason\":null}", "")
            .getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = (CHUNK.formatted("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}", "")
                    + CHUNK.formatted("", ",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}")
                    + "data: [DONE]\n\n")
            .getBytes(StandardCharsets.UTF_8);

    static {
        // A provider that closes connections at any moment is not what these tests are about.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
        System.setProperty("sun.net.httpserver.idleInterval", "600");
    }

    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();

    /** On a thread of each call's own, which may wait; its request has been read. */
    interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    StandIn(Behaviour behaviour) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2_000);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            asked.incrementAndGet();
            behaviour.answer(exchange);
            exchange.close();
        });
        server.start();
    }

    /** A whole answer. */
    static void whole(HttpExchange exchange) throws IOException {
        json(exchange, 200, ANSWER);
    }

    static void json(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** A stream of so many words, each after a pause. */
    static void stream(HttpExchange exchange, int words, Duration pause) throws IOException {
        exchange.getResponseHeaders().set("content-type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int n = 0; n < words; n++) {
                Pause.of(pause);
                out.write(DELTA);
                out.flush();
            }
            out.write(END);
        }
    }

    /** Calls so far. */
    int asked() {
        return asked.get();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
