package dev.sluice.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers whatever it is asked with what it was told last, and remembers what that was. */
final class ReplayingProvider {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final long PAUSE_MS = 200;
    private static final long LAST_PAUSE_MS = 50;

    private final Vertx vertx;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile Answer answer = new Answer(200, "application/json", Buffer.buffer("{}"), "", false);

    private final AtomicReference<@Nullable Answer> once = new AtomicReference<>();

    /** @param body as it came */
    record Asked(String uri, Map<String, String> headers, String body) {
        JsonNode json() {
            return ReplayingProvider.json(body);
        }
    }

    /** @param later what comes a moment after the body; empty for nothing */
    private record Answer(
            int status, String type, Buffer body, String later, boolean byteByByte, Map<String, String> headers) {
        Answer(int status, String type, Buffer body, String later, boolean byteByByte) {
            this(status, type, body, later, byteByByte, Map.of());
        }
    }

    ReplayingProvider(Vertx vertx) {
        this.vertx = vertx;
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> replay(request, body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    int port() {
        return server.actualPort();
    }

    List<Asked> asked() {
        return asked;
    }

    void reply(int status, String body) {
        answer = new Answer(status, "application/json", Buffer.buffer(body), "", false);
    }

    /** The next request is answered so, those after it as before. */
    void refuseOnce(int status, String body) {
        once.set(new Answer(status, "application/json", Buffer.buffer(body), "", false, Map.of()));
    }

    /** The next request is answered with these events, those after it as before. */
    void streamOnce(String events) {
        once.set(new Answer(200, "text/event-stream", Buffer.buffer(events), "", false, Map.of()));
    }

    /** @param headers beside the content type */
    void reply(int status, Map<String, String> headers, String body) {
        answer = new Answer(status, "application/json", Buffer.buffer(body), "", false, headers);
    }

    void stream(String events, boolean byteByByte) {
        stream("text/event-stream", events.getBytes(StandardCharsets.UTF_8), byteByByte);
    }

    void stream(String contentType, byte[] events, boolean byteByByte) {
        answer = new Answer(200, contentType, Buffer.buffer(events), "", byteByByte);
    }

    /** The first part is with the client before the second is sent. */
    void streamInTwo(String events, String later) {
        streamInTwo("text/event-stream", events, later);
    }

    void streamInTwo(String contentType, String events, String later) {
        answer = new Answer(200, contentType, Buffer.buffer(events), later, false);
    }

    private void replay(HttpServerRequest request, Buffer body) {
        Map<String, String> headers = request.headers().entries().stream()
                .collect(Collectors.toMap(e -> e.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
        asked.add(new Asked(request.uri(), headers, body.toString()));
        Answer first = once.getAndSet(null);
        Answer now = first == null ? answer : first;
        HttpServerResponse response =
                request.response().setStatusCode(now.status()).putHeader("content-type", now.type());
        now.headers().forEach(response::putHeader);
        if ((now.type().equals("text/event-stream") || !now.later().isEmpty()) && !now.byteByByte()) {
            response.setChunked(true);
            response.write(now.body());
            vertx.setTimer(PAUSE_MS, _ -> response.end(now.later()));
        } else if (now.byteByByte()) {
            response.setChunked(true);
            trickle(response, now.body().getBytes(), 0);
        } else {
            response.end(now.body());
        }
    }

    private void trickle(HttpServerResponse response, byte[] bytes, int at) {
        if (at == bytes.length) {
            vertx.setTimer(
                    LAST_PAUSE_MS, _ -> response.end()); // what came is read by then, and not together with the end
        } else {
            response.write(Buffer.buffer(new byte[] {bytes[at]}))
                    .onSuccess(_ -> vertx.runOnContext(_ -> trickle(response, bytes, at + 1)));
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    /** A recorded stream, from the tests of the dialect it is in. */
    static String fixture(String path) {
        try (InputStream in =
                Objects.requireNonNull(ReplayingProvider.class.getResourceAsStream("provider/" + path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(path, e);
        }
    }
}
