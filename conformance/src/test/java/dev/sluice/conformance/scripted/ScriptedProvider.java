package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** OpenAI, Anthropic, Gemini and Bedrock on one port: each has paths of its own. Remembers what it was asked. */
public final class ScriptedProvider implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Wire> wires = List.of(
            new ChatWire(),
            new ResponsesWire(),
            new EmbeddingsWire(),
            new MessagesWire(),
            new GeminiWire(),
            new ConverseWire());
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    /**
     * @param uri path and query, as they came
     * @param headers in lower case
     * @param body as it came
     */
    public record Asked(String uri, Map<String, String> headers, String body) {
        String path() {
            int query = uri.indexOf('?');
            return query < 0 ? uri : uri.substring(0, query);
        }

        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new Refused("", "We could not parse the JSON body of your request: " + e.getMessage());
            }
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    public ScriptedProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** All requests so far, the oldest first. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            Asked request = new Asked(exchange.getRequestURI().toString(), headers, body);
            asked.add(request);
            send(exchange, reply(request));
        }
    }

    private Reply reply(Asked request) {
        for (Wire wire : wires) {
            if (wire.serves(request.path())) {
                try {
                    return wire.serve(request);
                } catch (Refused refused) {
                    return wire.refuse(refused);
                } catch (RuntimeException fault) {
                    return wire.refuse(new Refused("", "the scripted provider failed: " + fault));
                }
            }
        }
        return Reply.json(404, JSON.createObjectNode().put("message", "no such path: " + request.path()));
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        exchange.getResponseHeaders().set("content-type", reply.contentType());
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(reply.status(), 0);
        OutputStream out = exchange.getResponseBody();
        for (byte[] piece : reply.pieces()) {
            out.write(piece);
            out.flush();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
