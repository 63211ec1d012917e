package dev.sluice.gateway.warmup;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A closed loop of clients: each sends its next call when the one before is answered. For one event loop; its counts may be read by others. */
final class Traffic {
    private static final int CLIENTS = 16;
    /** Seconds: clients that leave take their connections with them, and the gateway meets the failures of both directions. */
    private static final int RESET = 0;
    /** What a call takes, about, beside the others. */
    private static final int SOON_MS = 1;

    private final Vertx vertx;
    private final int wanted;
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger unexpected = new AtomicInteger();
    private final Promise<Void> done = Promise.promise();
    private final AtomicInteger sent = new AtomicInteger();
    private volatile boolean stopped;
    private volatile boolean answered;

    Traffic(Vertx vertx, int wanted) {
        this.vertx = vertx;
        this.wanted = wanted;
    }

    /** Completes when all are over. */
    Future<Void> send(int port, String key) {
        HttpClient sending = vertx.createHttpClient(
                new HttpClientOptions().setTracingPolicy(TracingPolicy.IGNORE).setSoLinger(RESET),
                new PoolOptions().setHttp1MaxSize(CLIENTS));
        Calls calls = new Calls(port, key);
        for (int i = 0; i < CLIENTS; i++) {
            next(sending, calls);
        }
        return done.future();
    }

    private void next(HttpClient sending, Calls calls) {
        if (stopped || sent.get() >= wanted) {
            if (ended.get() >= sent.get()) {
                done.tryComplete();
            }
            return;
        }
        Calls.Call call = calls.at(sent.getAndIncrement());
        sending.request(call.head())
                .compose(request -> ask(request.exceptionHandler(_ -> {}), call))
                .onComplete(status -> {
                    ended.incrementAndGet();
                    if (status.failed() || status.result() != call.status()) {
                        unexpected.incrementAndGet();
                    }
                    next(sending, calls);
                });
    }

    /** @return the status, of the answer or that it would have had */
    private Future<Integer> ask(HttpClientRequest request, Calls.Call call) {
        return switch (call.leaves()) {
            case AFTER_THE_ANSWER -> request.send(call.body()).compose(this::discarded);
            case WITHIN_THE_ANSWER -> request.send(call.body()).compose(Traffic::left);
            case SOON ->
                request.end(call.body())
                        .compose(_ -> vertx.timer(SOON_MS, TimeUnit.MILLISECONDS))
                        .compose(_ -> request.connection().close())
                        .map(call.status());
            case AT_ONCE ->
                request.end(call.body())
                        .compose(_ -> request.connection().close())
                        .map(call.status());
        };
    }

    private Future<Integer> discarded(HttpClientResponse response) {
        answered = true;
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

    /** Whether there has been any answer. */
    boolean isAnswered() {
        return answered;
    }

    /** Failed, or answered with another status than the call should have. */
    int unexpected() {
        return unexpected.get();
    }
}
