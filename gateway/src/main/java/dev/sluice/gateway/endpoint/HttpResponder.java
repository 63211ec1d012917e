package dev.sluice.gateway.endpoint;

import dev.sluice.contract.explain.ExplanationDraft;
import dev.sluice.gateway.dispatch.ReplyHead;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.inference.Bytes;
import dev.sluice.gateway.pipeline.Arrival;
import dev.sluice.gateway.pipeline.ExplanationHeader;
import dev.sluice.gateway.pipeline.LimitHeaders;
import dev.sluice.gateway.pipeline.RefusalHeaders;
import dev.sluice.gateway.pipeline.Responder;
import dev.sluice.gateway.pipeline.StatusOf;
import dev.sluice.gateway.wire.HeaderMap;
import dev.sluice.gateway.wire.HeaderName;
import dev.sluice.gateway.wire.HeaderSink;
import dev.sluice.gateway.wire.ReplyWriter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes replies and errors to one client. On its event loop. */
public final class HttpResponder implements Responder {
    private static final int MAX_COST_HEADER_BODY = 1 << 20;
    /** Bodies below 100 000 bytes. */
    private static final int MAX_DISCARDED_DIGITS = 5;

    private static final long LINGER_MS = 1_000;
    private static final HeaderName COST = HeaderName.of("x-sluice-cost-usd");
    private static final HeaderName MODEL = HeaderName.of("x-sluice-model");
    private static final HeaderName PROVIDER = HeaderName.of("x-sluice-provider");
    private static final HeaderName ATTEMPTS = HeaderName.of("x-sluice-attempts");
    private static final HeaderName CACHE = HeaderName.of("x-sluice-cache");
    private static final HeaderName OVERHEAD = HeaderName.of("x-sluice-overhead-ms");
    private static final HeaderName DROPPED = HeaderName.of("x-sluice-dropped-params");
    private static final HeaderName REQUEST_ID = HeaderName.of("x-request-id");
    private static final HeaderName REVISION = HeaderName.of("x-sluice-policy-revision");
    private static final HeaderName SHED = HeaderName.of("x-sluice-shed");
    private static final HeaderName EXPLANATION = HeaderName.of("x-sluice-explanation");
    private static final HeaderName CONTENT_TYPE = HeaderName.of("content-type");
    private static final HeaderName CACHE_CONTROL = HeaderName.of("cache-control");
    private static final HeaderName ALLOW = HeaderName.of("allow");
    private static final String BYPASS = "bypass";
    private static final String PRIVATE = "private, no-store";
    private static final String NO_CACHE = "no-cache";
    private static final String JSON = "application/json";

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final ErrorDialect errors;
    private final @Nullable Arrival arrival;
    private final boolean lastOnConnection;
    private LimitHeaders standing = LimitHeaders.NONE;
    private @Nullable ExplanationDraft explained;
    private boolean gone;

    /** @param lastOnConnection the gateway is stopping: the client is to connect anew, elsewhere */
    public HttpResponder(
            HttpServerRequest request, ErrorDialect errors, @Nullable Arrival arrival, boolean lastOnConnection) {
        this.request = request;
        this.errors = errors;
        this.response = request.response();
        this.arrival = arrival;
        this.lastOnConnection = lastOnConnection;
    }

    @Override
    public void onGone(Runnable action) {
        response.closeHandler(_ -> {
            if (!response.ended()) {
                gone = true;
                action.run();
            }
        });
        response.exceptionHandler(_ -> {});
    }

    @Override
    public void standing(LimitHeaders headers) {
        standing = headers;
    }

    @Override
    public void explain(ExplanationDraft draft) {
        explained = draft;
    }

    @Override
    public void whole(ReplyHead head, Buffer body) {
        response.setStatusCode(head.status());
        ReplyWriter writer = hasBody(head) ? ReplyWriter.of(request.connection()) : null;
        if (writer == null) {
            whole(head, body, new HeaderMap(response.headers()));
            return;
        }
        try {
            whole(head, body, writer.begin());
        } finally {
            writer.end();
        }
    }

    /** What has none is told by the encoder from what has an empty one. */
    private boolean hasBody(ReplyHead head) {
        return switch (head.status()) {
            case 204, 205, 304 -> false;
            default -> !HttpMethod.HEAD.equals(request.method());
        };
    }

    private void whole(ReplyHead head, Buffer body, HeaderSink headers) {
        headers(headers, head, PRIVATE);
        if (head.costNanos() != null && body.length() <= MAX_COST_HEADER_BODY) {
            headers.setFixed(COST, head.costNanos(), 9);
        }
        response.end(body);
    }

    @Override
    public void begin(ReplyHead head) {
        headers(new HeaderMap(response.headers()), head, NO_CACHE);
        response.setStatusCode(head.status()).setChunked(true);
    }

    private void headers(HeaderSink headers, ReplyHead head, String cacheControl) {
        common(headers, cacheControl);
        headers.set(CONTENT_TYPE, head.contentType());
        headers.set(MODEL, head.model().name());
        headers.set(PROVIDER, head.model().account().name());
        headers.set(ATTEMPTS, head.attempts());
        headers.set(CACHE, BYPASS);
        if (!head.dropped().isEmpty()) {
            headers.set(DROPPED, String.join(",", head.dropped()));
        }
        standing.setIn(headers, head.limits().headers());
        headers.setFixed(OVERHEAD, Math.max(0, head.overheadMicros()), 3);
    }

    private void common(HeaderSink headers, String cacheControl) {
        if (arrival != null) {
            headers.set(REQUEST_ID, arrival.requestId());
            headers.set(REVISION, arrival.policy().revision());
        }
        headers.set(CACHE_CONTROL, cacheControl);
        if (explained != null) {
            headers.set(EXPLANATION, ExplanationHeader.of(explained.build()));
        }
        if (lastOnConnection) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    @Override
    public void write(Buffer bytes) {
        if (!gone && bytes.length() > 0) {
            response.write(bytes);
        }
    }

    @Override
    public void end(Buffer lastBytes) {
        if (!gone) {
            response.end(lastBytes);
        }
    }

    @Override
    public void interrupt(GatewayError error) {
        if (!gone) {
            response.end(Buffer.buffer(errors.event(error)));
        }
    }

    @Override
    public void abort() {
        gone = true;
        request.connection().close();
    }

    @Override
    public boolean isFull() {
        return response.writeQueueFull();
    }

    @Override
    public void onDrained(Runnable resume) {
        response.drainHandler(_ -> resume.run());
    }

    @Override
    public boolean isGone() {
        return gone || response.closed();
    }

    @Override
    public void fail(GatewayError error) {
        if (isGone() || response.headWritten()) {
            return;
        }
        if (explained != null) {
            explained.outcome(error.errorClass());
        }
        HeaderMap headers = new HeaderMap(response.headers());
        common(headers, PRIVATE);
        response.setStatusCode(StatusOf.error(error));
        headers.set(CONTENT_TYPE, JSON);
        if (error instanceof GatewayError.Shed shed) {
            headers.set(SHED, shed.reason().wireName());
        }
        if (error instanceof GatewayError.WrongMethod wrong) {
            headers.set(ALLOW, wrong.allowed());
        }
        RefusalHeaders.setIn(headers, error);
        Map<String, String> ofProvider = Map.of();
        if (error instanceof GatewayError.Upstream upstream) {
            headers.set(PROVIDER, upstream.account());
            ofProvider = upstream.limits().headers();
        }
        LimitHeaders limited = LimitHeaders.of(error);
        (limited == null ? standing : limited).setIn(headers, ofProvider);
        Buffer body =
                error instanceof GatewayError.Upstream upstream && RelayedError.is(upstream) && upstream.body() != null
                        ? Bytes.buffer(upstream.body())
                        : Buffer.buffer(errors.body(error, arrival == null ? "" : arrival.requestId())
                                .getBytes(StandardCharsets.UTF_8));
        if (!request.isEnded()) {
            discardBody();
        }
        response.end(body);
    }

    /**
     * What still comes is thrown away. When that may be much, the connection ends a second after the answer: a client that
     * is still sending would not see an answer before a reset.
     */
    private void discardBody() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean small = length == null
                ? request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null
                : length.length() <= MAX_DISCARDED_DIGITS;
        if (!small) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            HttpConnection connection = request.connection();
            response.endHandler(_ -> Objects.requireNonNull(Vertx.currentContext())
                    .owner()
                    .setTimer(LINGER_MS, _ -> connection.close()));
        }
        request.handler(_ -> {});
        request.exceptionHandler(_ -> {});
        request.endHandler(_ -> {});
        request.resume();
    }
}
