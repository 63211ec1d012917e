package dev.sluice.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.KeyCertOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A provider on loopback that answers by script and remembers what it was sent. Thread-safe. */
public final class FakeProvider implements AutoCloseable {
    private final Vertx vertx;
    private final HttpServer server;
    private final String scheme;
    private final ConcurrentLinkedQueue<Script> next = new ConcurrentLinkedQueue<>();
    private final List<Recorded> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger aborted = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Supplier<Script> otherwise = () -> Script.json(
            200,
            "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"up\",\"choices\":[{\"index\":0,\"message\":"
                    + "{\"role\":\"assistant\",\"content\":\"pong\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,"
                    + "\"completion_tokens\":3,\"total_tokens\":12}}");

    /** A request as it came, header names in lower case. */
    public record Recorded(String method, String uri, Map<String, String> headers, byte[] body) {}

    private FakeProvider(Vertx vertx, HttpServerOptions options) {
        this.vertx = vertx;
        this.scheme = options.isSsl() ? "https" : "http";
        this.server = vertx.createHttpServer(options)
                .connectionHandler(_ -> connections.incrementAndGet())
                .requestHandler(this::handle);
    }

    public static FakeProvider start(Vertx vertx) {
        return start(vertx, new HttpServerOptions());
    }

    /** Over TLS, as the host that the certificate is for. */
    public static FakeProvider overTls(Vertx vertx, KeyCertOptions certificate) {
        return start(vertx, new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate));
    }

    private static FakeProvider start(Vertx vertx, HttpServerOptions options) {
        FakeProvider provider = new FakeProvider(vertx, options);
        provider.server
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return provider;
    }

    /** Where accounts reach it. */
    public String baseUrl() {
        return scheme + "://127.0.0.1:" + server.actualPort() + "/v1";
    }

    /** Answers the next request so, once. */
    public void next(Script script) {
        next.add(script);
    }

    /** Answers every request without a script of its own so. */
    public void otherwise(Script script) {
        otherwise = () -> script;
    }

    /** Asks for a script for every request without one of its own, on its event loop. */
    public void otherwise(Supplier<Script> script) {
        otherwise = script;
    }

    public List<Recorded> requests() {
        return List.copyOf(requests);
    }

    public Recorded lastRequest() {
        return requests.get(requests.size() - 1);
    }

    /** How many connections were made to it. */
    public int connections() {
        return connections.get();
    }

    /** How many connections the other side ended before the answer's end. */
    public int aborted() {
        return aborted.get();
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            Map<String, String> headers = new TreeMap<>();
            request.headers().forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
            requests.add(new Recorded(request.method().name(), request.uri(), headers, body.getBytes()));
            Script script = next.poll();
            play(request, script == null ? otherwise.get() : script);
        });
    }

    private void play(HttpServerRequest request, Script script) {
        HttpServerResponse response = request.response();
        response.closeHandler(_ -> {
            if (!response.ended()) {
                aborted.incrementAndGet();
            }
        });
        response.exceptionHandler(_ -> {});
        if (script.status() != 0) {
            response.setStatusCode(script.status()).setChunked(true).putHeader("content-type", script.contentType());
            script.headers().forEach(response::putHeader);
        }
        step(request, script, 0);
    }

    private void step(HttpServerRequest request, Script script, int n) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        if (n == script.steps().size()) {
            response.end();
            return;
        }
        switch (script.steps().get(n)) {
            case Script.Step.Send send ->
                response.write(Buffer.buffer(send.bytes())).onSuccess(_ -> step(request, script, n + 1));
            case Script.Step.Wait wait -> vertx.setTimer(Math.max(1, wait.millis()), _ -> step(request, script, n + 1));
            case Script.Step.Cut _ -> request.connection().close();
            case Script.Step.Hang _ -> {}
        }
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
