package dev.sluice.gateway.warmup;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A closed loop of clients: each sends its next call when the one before is answered. Runs on one event loop. */
final class Traffic {
    private static final int CLIENTS = 16;

    private final Vertx vertx;
    private final int wanted;
    private final HttpClient client;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger unexpected = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    Traffic(Vertx vertx, int wanted) {
        this.vertx = vertx;
        this.wanted = wanted;
        client = vertx.createHttpClient(
                new HttpClientOptions().setTracingPolicy(TracingPolicy.IGNORE),
                new PoolOptions().setHttp1MaxSize(CLIENTS));
    }

    /** Completes when all have been answered. */
    Future<Void> send(int port, String key) {
        Promise<Void> done = Promise.promise();
        Calls calls = new Calls(port, key);
        vertx.getOrCreateContext().runOnContext(_ -> {
            for (int i = 0; i < CLIENTS; i++) {
                next(calls, done);
            }
        });
        return done.future();
    }

    private void next(Calls calls, Promise<Void> done) {
        if (closed.get() || sent.get() >= wanted) {
            if (answered.get() >= sent.get()) {
                done.tryComplete();
            }
            return;
        }
        Calls.Call call = calls.at(sent.getAndIncrement());
        exchange(call).onComplete(status -> {
            answered.incrementAndGet();
            if (status.failed() || status.result() != call.status()) {
                unexpected.incrementAndGet();
            }
            next(calls, done);
        });
    }

    private Future<Integer> exchange(Calls.Call call) {
        RequestOptions head = call.head();
        return client.request(head)
                .compose(request -> request.send(call.body()))
                .compose(Traffic::discarded);
    }

    private static Future<Integer> discarded(HttpClientResponse response) {
        return response.end().map(response.statusCode());
    }

    Future<Void> close() {
        closed.set(true);
        return client.close();
    }

    int answered() {
        return answered.get();
    }

    /** Failed, or answered with another status than the call should have. */
    int unexpected() {
        return unexpected.get();
    }
}
