package dev.sluice.gateway.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrafficTest {
    /** So many that the last is the first whose client leaves as it is answered. */
    private static final int CALLS = 24;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aClientThatLeavesAsItIsAnsweredStaysUntilThenAndResetsItsConnection() {
        CompletableFuture<HttpServerRequest> asked = new CompletableFuture<>();
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        int port = listen(asked, failed);
        Traffic traffic = new Traffic(CALLS);
        vertx.runOnContext(_ -> traffic.send(vertx, port, "key"));

        asked.orTimeout(10, TimeUnit.SECONDS).join();
        assertThatThrownBy(() -> failed.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        vertx.runOnContext(_ -> traffic.leave());

        assertThat(failed.orTimeout(10, TimeUnit.SECONDS).join())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    /** Answers whoever waits; of the one that is to leave, tells that it has asked and how its connection failed. */
    private int listen(CompletableFuture<HttpServerRequest> asked, CompletableFuture<Throwable> failed) {
        return vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    if (body.toString().contains(Calls.LEFT)) {
                        request.connection().exceptionHandler(failed::complete);
                        asked.complete(request);
                    } else {
                        request.response().end();
                    }
                }))
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }
}
