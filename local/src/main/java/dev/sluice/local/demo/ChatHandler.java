package dev.sluice.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** {@code POST /v1/chat/completions}. */
final class ChatHandler implements HttpHandler {
    private static final byte[] DATA = Wire.utf8("data: ");
    private static final byte[] END = Wire.utf8("\n\n");

    private final RequestLog log;
    private final DemoProvider.Pace pace;

    ChatHandler(RequestLog log, DemoProvider.Pace pace) {
        this.log = log;
        this.pace = pace;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var entry = new Entry(exchange.getRequestHeaders(), body, Instant.now());
            try {
                answer(exchange, body, entry);
                entry.finished();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                log.add(entry, body);
            }
        }
    }

    private void answer(HttpExchange exchange, byte[] body, Entry entry) throws IOException, InterruptedException {
        if (!exchange.getRequestMethod().equals("POST")) {
            refuse(exchange, entry, 405, Wire.error("Only POST is allowed here.", "invalid_request_error", null));
            return;
        }
        if (!Wire.authenticated(exchange)) {
            entry.status(401);
            return;
        }
        ChatRequest request;
        try {
            request = ChatRequest.parse(body);
        } catch (ChatRequest.InvalidRequestException e) {
            refuse(exchange, entry, 400, Wire.error(String.valueOf(e.getMessage()), "invalid_request_error", null));
            return;
        }
        entry.asked(request);
        if (request.marked("slow")) {
            Thread.sleep(pace.slow());
        }
        var error = request.errorAskedFor();
        if (error.isPresent()) {
            fail(exchange, entry, error.getAsInt());
            return;
        }
        reply(exchange, entry, request);
    }

    private void reply(HttpExchange exchange, Entry entry, ChatRequest request)
            throws IOException, InterruptedException {
        var reply = Answers.to(request);
        var id = "chatcmpl-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
        var completion = new Completion(id, Instant.now().getEpochSecond(), request, reply);
        if (request.stream()) {
            stream(exchange, entry, completion);
        } else {
            Wire.send(exchange, 200, completion.whole());
            entry.written(reply.deltas().size());
        }
    }

    private void stream(HttpExchange exchange, Entry entry, Completion completion)
            throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        exchange.sendResponseHeaders(200, 0);
        var out = exchange.getResponseBody();
        event(out, Wire.bytes(completion.firstChunk()));
        var delay = completion.request().delay(pace);
        for (var piece : completion.reply().deltas()) {
            pause(delay);
            event(out, Wire.bytes(completion.chunkOf(piece)));
            entry.written(1);
        }
        event(out, Wire.bytes(completion.finishChunk()));
        if (completion.request().wantsUsage()) {
            event(out, Wire.bytes(completion.usageChunk()));
        }
        event(out, Wire.utf8("[DONE]"));
    }

    private static void pause(Duration delay) throws InterruptedException {
        if (!delay.isZero()) {
            Thread.sleep(delay);
        }
    }

    private static void event(OutputStream out, byte[] data) throws IOException {
        out.write(DATA);
        out.write(data);
        out.write(END);
        out.flush();
    }

    private static void fail(HttpExchange exchange, Entry entry, int status) throws IOException {
        if (status == 429) {
            exchange.getResponseHeaders().set("Retry-After", "1");
        }
        var type = status == 429 ? "rate_limit_error" : status >= 500 ? "server_error" : "invalid_request_error";
        var code = status == 429 ? "rate_limit_exceeded" : null;
        refuse(
                exchange,
                entry,
                status,
                Wire.error("The demo provider was asked to fail with " + status + ".", type, code));
    }

    private static void refuse(HttpExchange exchange, Entry entry, int status, JsonNode error) throws IOException {
        entry.status(status);
        Wire.send(exchange, status, error);
    }
}
