package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.RunningGateway;
import dev.sluice.gateway.endpoint.openai.chat.ChatDialect;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stream is judged by its speed while it goes on, and goes on all the same. */
class SlowStreamTest {
    private static final String TEXT =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hallo\"},\"finish_reason\":null}]}\n\n";
    private static final String END =
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final CompletableFuture<NetSocket> asked = new CompletableFuture<>();
    private final AtomicLong later = new AtomicLong();
    private final Deadlines deadlines = new Deadlines(() -> System.nanoTime() + later.get());
    private final List<Long> judgedAfter = new CopyOnWriteArrayList<>();

    /** Slow from the twelfth second on. */
    private final Lateness lateness = new Lateness() {
        @Override
        public long afterNanos(CompiledModel model, double quantile) {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean isSlow(CompiledModel model, long nanos, long tokens) {
            assertThat(tokens).isPositive();
            judgedAfter.add(Duration.ofNanos(nanos).toSeconds());
            return nanos > Duration.ofSeconds(12).toNanos();
        }
    };

    @AfterEach
    void close() {
        vertx.close();
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            CompletableFuture<Void> checked = new CompletableFuture<>();
            later.addAndGet(Duration.ofSeconds(1).toNanos());
            loop.runOnContext(_ -> {
                deadlines.check();
                checked.complete(null);
            });
            checked.join();
        }
    }

    @Test
    void isJudgedEverySecondUntilItIsFoundSlowAndEndsWell() {
        int port = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(_ -> asked.complete(socket)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        CompletableFuture<RelayedStream> relayed = new CompletableFuture<>();
        loop.runOnContext(
                _ -> relayed.complete(new RelayedStream(vertx, deadlines, ChatDialect.INSTANCE, port, lateness)));
        asked.join().write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n");
        pass(3);
        assertThat(judgedAfter)
                .as("before the first content there is nothing to judge")
                .isEmpty();

        asked.join().write(TEXT);
        RunningGateway.await(() -> relayed.join().written().equals(TEXT));
        pass(20);

        assertThat(judgedAfter).hasSizeBetween(9, 10); // its clock was three seconds ahead of the first content
        assertThat(judgedAfter.getLast()).isBetween(12L, 13L);
        assertThat(relayed.join().health().readings())
                .singleElement()
                .satisfies(reading -> assertThat(reading.seen().failures()).isEqualTo(1));
        asked.join().end(Buffer.buffer(END));
        assertThat(relayed.join().result().error()).isNull();
        assertThat(relayed.join().written()).startsWith(TEXT).endsWith(END);
    }
}
