package dev.sluice.gateway.warmup;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;

/** A closed loop of clients: each sends its next call when the one before is over. For one event loop; its counts may be read by others. */
final class Traffic {
    private static final int CLIENTS = 16;
    /** SO_LINGER of 0: whatever closes such a connection resets it. */
    private static final int RESET = 0;

    private final int wanted;
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger unexpected = new AtomicInteger();
    private final Promise<Void> done = Promise.promise();
    private final AtomicInteger sent = new AtomicInteger();
    /** Of clients that leave as they are answered. */
    private final Deque<HttpConnection> leaving = new ArrayDeque<>();

    private volatile boolean stopped;

    Traffic(int wanted) {
        this.wanted = wanted;
    }

    /** Completes when all are over. */
    Future<Void> send(Vertx vertx, int port, String key) {
        HttpClient staying = client(vertx, new HttpClientOptions());
        HttpClient resetting = client(vertx, new HttpClientOptions().setSoLinger(RESET));
        Calls calls = new Calls(port, key);
        for (int i = 0; i < CLIENTS; i++) {
            next(staying, resetting, calls);
        }
        return done.future();
    }

    private static HttpClient client(Vertx vertx, HttpClientOptions options) {
        return vertx.createHttpClient(
                options.setTracingPolicy(TracingPolicy.IGNORE), new PoolOptions().setHttp1MaxSize(CLIENTS));
    }

    private void next(HttpClient staying, HttpClient resetting, Calls calls) {
        if (stopped || sent.get() >= wanted) {
            if (ended.get() >= sent.get()) {
                done.tryComplete();
            }
            return;
        }
        Calls.Call call = calls.at(sent.getAndIncrement());
        HttpClient sending = switch (call.leaves()) {
            case NEVER, AT_ONCE -> staying;
            case WITHIN_THE_ANSWER, AS_IT_IS_ANSWERED -> resetting;
        };
        sending.request(call.head())
                .compose(request -> ask(request.exceptionHandler(_ -> {}), call))
                .onComplete(status -> {
                    ended.incrementAndGet();
                    if (status.failed() || status.result() != call.status()) {
                        unexpected.incrementAndGet();
                    }
                    next(staying, resetting, calls);
                });
    }

    /** @return the status of the answer; of a client that does not wait, what it would have been */
    private Future<Integer> ask(HttpClientRequest request, Calls.Call call) {
        return switch (call.leaves()) {
            case NEVER -> request.send(call.body()).compose(Traffic::discarded);
            case WITHIN_THE_ANSWER -> request.send(call.body()).compose(Traffic::left);
            case AS_IT_IS_ANSWERED -> leftWhenTold(request, call);
            case AT_ONCE ->
                request.end(call.body())
                        .compose(_ -> request.connection().close())
                        .map(call.status());
        };
    }

    private Future<Integer> leftWhenTold(HttpClientRequest request, Calls.Call call) {
        Promise<Integer> gone = Promise.promise();
        HttpConnection connection = request.connection();
        connection.closeHandler(_ -> gone.tryComplete(call.status()));
        leaving.add(connection);
        request.end(call.body()).onFailure(gone::tryFail);
        return gone.future();
    }

    /** Those clients leave now. */
    void leave() {
        for (HttpConnection next = leaving.poll(); next != null; next = leaving.poll()) {
            next.close();
        }
    }

    private static Future<Integer> discarded(HttpClientResponse response) {
        return response.end().map(response.statusCode());
    }

    private static Future<Integer> left(HttpClientResponse response) {
        int status = response.statusCode();
        response.exceptionHandler(_ -> {}); // that it was cut off would be logged as an error
        return response.request().connection().close().map(status);
    }

    /** Sends no more; completes when what is under way is over. */
    Future<Void> stop() {
        stopped = true;
        return sent.get() == 0 ? Future.succeededFuture() : done.future();
    }

    /** Calls that are over. */
    int ended() {
        return ended.get();
    }

    /** Failed, or answered with another status than the call should have. */
    int unexpected() {
        return unexpected.get();
    }
}
