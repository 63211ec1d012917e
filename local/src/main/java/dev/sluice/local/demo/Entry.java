package dev.sluice.local.demo;

import com.sun.net.httpserver.Headers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of the request log, filled while its request is served by one thread and not changed after. */
final class Entry {
    private final Instant time;
    private final @Nullable String requestId;
    private final List<String> headers;
    private final byte[] sha256;
    private @Nullable String model;
    private boolean stream;
    private int status = 200;
    private int promptTokens;
    private int completionTokens;
    private boolean finished;

    Entry(Headers headers, byte[] body, Instant time) {
        this.time = time;
        this.requestId = requestId(headers);
        this.headers = headers.keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT).intern())
                .sorted()
                .toList();
        this.sha256 = sha256(body);
    }

    void asked(ChatRequest request) {
        model = request.model().intern();
        stream = request.stream();
        promptTokens = request.promptTokens();
    }

    void status(int status) {
        this.status = status;
    }

    /** Tokens that went out, as far as the socket tells. */
    void written(int tokens) {
        completionTokens += tokens;
    }

    void finished() {
        finished = true;
    }

    Map<String, @Nullable Object> json(long n) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("n", n);
        line.put("time", time.toString());
        line.put("requestId", requestId);
        line.put("model", model);
        line.put("stream", stream);
        line.put("status", status);
        line.put("promptTokens", promptTokens);
        line.put("completionTokens", completionTokens);
        line.put("finished", finished);
        line.put("bodySha256", HexFormat.of().formatHex(sha256));
        line.put("headers", headers);
        return line;
    }

    /** The caller's own id of the request, else the trace it belongs to. */
    private static @Nullable String requestId(Headers headers) {
        var id = headers.getFirst("x-request-id");
        if (id != null) {
            return id;
        }
        var trace = headers.getFirst("traceparent");
        return trace == null ? null : trace.split("-", -1).length == 4 ? trace.split("-", -1)[1] : trace;
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
