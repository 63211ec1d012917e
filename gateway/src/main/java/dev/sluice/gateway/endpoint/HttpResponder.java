package dev.sluice.gateway.endpoint;

import dev.sluice.contract.explain.ExplanationDraft;
import dev.sluice.gateway.dispatch.ReplyHead;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.pipeline.Arrival;
import dev.sluice.gateway.pipeline.ExplanationHeader;
import dev.sluice.gateway.pipeline.LimitHeaders;
import dev.sluice.gateway.pipeline.Responder;
import dev.sluice.gateway.pipeline.StatusOf;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes replies and errors to one client. On its event loop. */
public final class HttpResponder implements Responder {
    private static final int MAX_COST_HEADER_BODY = 1 << 20;
    /** Bodies below 100 000 bytes. */
    private static final int MAX_DISCARDED_DIGITS = 5;

    private static final long LINGER_MS = 1_000;
    private static final CharSequence COST = HttpHeaders.createOptimized("x-sluice-cost-usd");
    private static final CharSequence MODEL = HttpHeaders.createOptimized("x-sluice-model");
    private static final CharSequence PROVIDER = HttpHeaders.createOptimized("x-sluice-provider");
    private static final CharSequence ATTEMPTS = HttpHeaders.createOptimized("x-sluice-attempts");
    private static final CharSequence CACHE = HttpHeaders.createOptimized("x-sluice-cache");
    private static final CharSequence OVERHEAD = HttpHeaders.createOptimized("x-sluice-overhead-ms");
    private static final CharSequence DROPPED = HttpHeaders.createOptimized("x-sluice-dropped-params");
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    private static final CharSequence REVISION = HttpHeaders.createOptimized("x-sluice-policy-revision");
    private static final CharSequence LIMITED_BY = HttpHeaders.createOptimized("x-sluice-limited-by");
    private static final CharSequence SHOULD_RETRY = HttpHeaders.createOptimized("x-should-retry");
    private static final CharSequence SHED = HttpHeaders.createOptimized("x-sluice-shed");
    private static final CharSequence EXPLANATION = HttpHeaders.createOptimized("x-sluice-explanation");
    private static final CharSequence BYPASS = HttpHeaders.createOptimized("bypass");
    private static final CharSequence PRIVATE = HttpHeaders.createOptimized("private, no-store");
    private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

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
        headers(head);
        if (head.costNanos() != null && body.length() <= MAX_COST_HEADER_BODY) {
            response.putHeader(COST, Decimals.fixed(head.costNanos(), 9));
        }
        response.setStatusCode(head.status()).end(body);
    }

    @Override
    public void begin(ReplyHead head) {
        headers(head);
        response.setStatusCode(head.status()).setChunked(true);
        response.putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE);
    }

    private void headers(ReplyHead head) {
        MultiMap headers = response.headers();
        common(headers);
        headers.set(HttpHeaders.CONTENT_TYPE, head.contentType());
        headers.set(MODEL, head.model().name());
        headers.set(PROVIDER, head.model().account().name());
        headers.set(ATTEMPTS, Integer.toString(head.attempts()));
        headers.set(CACHE, BYPASS);
        if (!head.dropped().isEmpty()) {
            headers.set(DROPPED, String.join(",", head.dropped()));
        }
        head.limits().headers().forEach(headers::set);
        standing.setIn(headers);
        headers.set(OVERHEAD, Decimals.fixed(Math.max(0, head.overheadMicros()), 3));
    }

    private void common(MultiMap headers) {
        if (arrival != null) {
            headers.set(REQUEST_ID, arrival.requestId());
            headers.set(REVISION, Long.toString(arrival.policy().revision()));
        }
        headers.set(HttpHeaders.CACHE_CONTROL, PRIVATE);
        if (explained != null) {
            headers.set(EXPLANATION, ExplanationHeader.of(explained.build()));
        }
        if (lastOnConnection) {
            headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
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
        common(response.headers());
        response.setStatusCode(StatusOf.error(error));
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        if (error instanceof GatewayError.PolicyUnavailable || error instanceof GatewayError.Shed) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        if (error instanceof GatewayError.Shed shed) {
            response.putHeader(SHED, shed.reason().wireName());
        }
        if (error instanceof GatewayError.WrongMethod wrong) {
            response.putHeader(HttpHeaders.ALLOW, wrong.allowed());
        }
        LimitHeaders limited = LimitHeaders.of(error);
        (limited == null ? standing : limited).setIn(response.headers());
        if (error instanceof GatewayError.Upstream upstream) {
            response.putHeader(PROVIDER, upstream.account());
            limits(response.headers(), upstream);
        }
        Buffer body =
                error instanceof GatewayError.Upstream upstream && RelayedError.is(upstream) && upstream.body() != null
                        ? Buffer.buffer(upstream.body())
                        : Buffer.buffer(errors.body(error, arrival == null ? "" : arrival.requestId())
                                .getBytes(StandardCharsets.UTF_8));
        if (!request.isEnded()) {
            discardBody();
        }
        response.end(body);
    }

    private static void limits(MultiMap headers, GatewayError.Upstream error) {
        if (StatusOf.error(error) == 429) {
            headers.set(LIMITED_BY, "provider");
        }
        if (error.kind() == UpstreamClass.QUOTA_EXHAUSTED) {
            headers.set(SHOULD_RETRY, "false"); // unless the provider knows better
        }
        error.limits().headers().forEach(headers::set);
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
