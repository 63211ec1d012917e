package dev.sluice.gateway.warmup;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.util.concurrent.atomic.AtomicInteger;

/** A closed loop of clients: each sends its next call when the one before is answered. For one event loop; its counts may be read by others. */
final class Traffic {
    private static final int CLIENTS = 16;

    private final int wanted;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger unexpected = new AtomicInteger();
    private final Promise<Void> done = Promise.promise();
    private final AtomicInteger sent = new AtomicInteger();
    private volatile boolean stopped;

    Traffic(int wanted) {
        this.wanted = wanted;
    }

    /** Completes when all have been answered. */
    Future<Void> send(Vertx vertx, int port, String key) {
        HttpClient sending = vertx.createHttpClient(
                new HttpClientOptions().setTracingPolicy(TracingPolicy.IGNORE),
                new PoolOptions().setHttp1MaxSize(CLIENTS));
        Calls calls = new Calls(port, key);
        for (int i = 0; i < CLIENTS; i++) {
            next(sending, calls);
        }
        return done.future();
    }

    private void next(HttpClient sending, Calls calls) {
        if (stopped || sent.get() >= wanted) {
            if (answered.get() >= sent.get()) {
                done.tryComplete();
            }
            return;
        }
        Calls.Call call = calls.at(sent.getAndIncrement());
        sending.request(call.head())
                .compose(request -> request.exceptionHandler(_ -> {}).send(call.body()))
                .compose(response -> call.leaves() ? left(response) : discarded(response))
                .onComplete(status -> {
                    answered.incrementAndGet();
                    if (status.failed() || status.result() != call.status()) {
                        unexpected.incrementAndGet();
                    }
                    next(sending, calls);
                });
    }

    private static Future<Integer> discarded(HttpClientResponse response) {
        return response.end().map(response.statusCode());
    }

    private static Future<Integer> left(HttpClientResponse response) {
        int status = response.statusCode();
        response.exceptionHandler(_ -> {}); // that it was cut off would be logged as an error
        return response.request().connection().close().map(status);
    }

    /** Sends no more; completes when what is under way is answered. */
    Future<Void> stop() {
        stopped = true;
        return sent.get() == 0 ? Future.succeededFuture() : done.future();
    }

    int answered() {
        return answered.get();
    }

    /** Failed, or answered with another status than the call should have. */
    int unexpected() {
        return unexpected.get();
    }
}
