package dev.sluice.gateway.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that never answers. */
class ImageClientTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private String url = "";

    @BeforeEach
    void listen() {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.connection().closeHandler(_ -> closed.complete(null)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        url = "http://127.0.0.1:" + server.actualPort() + "/a.png";
    }

    @AfterEach
    void close() {
        vertx.close();
    }

    private CompletableFuture<Throwable> fetch(ImageClient client) {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        loop.runOnContext(_ -> client.fetch(List.of(url), true).result().onFailure(failure::complete));
        return failure.orTimeout(10, TimeUnit.SECONDS);
    }

    @Test
    void isNotWaitedForLongerThanAllowed() {
        Throwable failure = fetch(new ImageClient(vertx, 300)).join();

        assertThat(failure).isInstanceOf(ImageRefused.class).hasMessageContaining("did not come in time");
        assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void isNotWaitedForByTooManyRequestsAtOnce() {
        ImageClient client = new ImageClient(vertx, 2_000);
        List<CompletableFuture<Throwable>> all =
                IntStream.range(0, 17).mapToObj(_ -> fetch(client)).toList();

        assertThat(all.getLast().join()).hasMessageContaining("many are at the moment");
    }
}
