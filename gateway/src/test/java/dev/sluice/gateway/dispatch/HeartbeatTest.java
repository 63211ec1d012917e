package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.RunningGateway;
import dev.sluice.gateway.endpoint.anthropic.MessagesDialect;
import dev.sluice.gateway.endpoint.openai.chat.ChatDialect;
import dev.sluice.gateway.endpoint.openai.responses.ResponsesDialect;
import dev.sluice.gateway.inference.ClientDialect;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Pitfall 60: a model that thinks in silence looks like a dead connection. */
@DisplayName("Pitfall 60: silent phases")
class HeartbeatTest {
    private static final String TEXT =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hallo\"},\"finish_reason\":null}]}\n\n";
    private static final String STOP =
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private static final String END = STOP + "data: [DONE]\n\n";
    private static final String COMMENT = ": keep-alive\n\n";
    private static final String PING = "event: ping\ndata: {\"type\":\"ping\"}\n\n";

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final CompletableFuture<NetSocket> asked = new CompletableFuture<>();
    private final AtomicLong later = new AtomicLong();
    private final Deadlines deadlines = new Deadlines(() -> System.nanoTime() + later.get());
    private int port;

    @BeforeEach
    void listen() {
        port = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(_ -> asked.complete(socket)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    @AfterEach
    void close() {
        vertx.close();
    }

    private RelayedStream relay(ClientDialect client) {
        CompletableFuture<RelayedStream> relayed = new CompletableFuture<>();
        loop.runOnContext(_ -> relayed.complete(new RelayedStream(vertx, deadlines, client, port)));
        asked.join()
                .write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return relayed.join();
    }

    private void send(String bytes) {
        asked.join().write(bytes);
    }

    private void finish(String bytes) {
        asked.join().end(Buffer.buffer(bytes));
    }

    /** As the loop's timer does, which runs more often than beats are due. */
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
    void comesEveryFifteenSecondsOfSilence() {
        RelayedStream relayed = relay(ChatDialect.INSTANCE);
        send(TEXT);
        RunningGateway.await(() -> relayed.written().equals(TEXT));

        pass(14);
        assertThat(relayed.written()).isEqualTo(TEXT);
        pass(2);
        assertThat(relayed.written()).isEqualTo(TEXT + COMMENT);
        pass(16);
        assertThat(relayed.written()).isEqualTo(TEXT + COMMENT + COMMENT);
        finish(END);
        assertThat(relayed.result().error()).isNull();
        assertThat(relayed.written()).isEqualTo(TEXT + COMMENT + COMMENT + END);
    }

    @Test
    void isNotDueWhileTheProviderSpeaks() {
        RelayedStream relayed = relay(ChatDialect.INSTANCE);
        send(TEXT);
        RunningGateway.await(() -> relayed.written().equals(TEXT));

        pass(10);
        send(TEXT);
        RunningGateway.await(() -> relayed.written().equals(TEXT + TEXT));
        pass(10);

        assertThat(relayed.written()).isEqualTo(TEXT + TEXT);
    }

    @Test
    void neverComesInTheMidstOfAnEvent() {
        RelayedStream relayed = relay(ChatDialect.INSTANCE);
        send(TEXT + TEXT.substring(0, 30));
        RunningGateway.await(() -> relayed.written().equals(TEXT));

        pass(17);
        finish(TEXT.substring(30) + END);

        relayed.result();
        assertThat(relayed.written()).isEqualTo(TEXT + COMMENT + TEXT + END);
    }

    @Test
    void isNoBeginOfAReply() {
        RelayedStream relayed = relay(ChatDialect.INSTANCE);

        pass(40);

        assertThat(relayed.hasBegun()).isFalse();
        assertThat(relayed.written()).isEmpty();
    }

    @Test
    void isAPingInMessages() {
        RelayedStream relayed = relay(MessagesDialect.INSTANCE);
        send(TEXT);
        RunningGateway.await(() -> relayed.written().contains("Hallo"));
        String before = relayed.written();

        pass(17);

        assertThat(relayed.written()).isEqualTo(before + PING);
    }

    @Test
    void isACommentInResponses() {
        RelayedStream relayed = relay(ResponsesDialect.INSTANCE);
        send(TEXT);
        RunningGateway.await(() -> relayed.written().contains("Hallo"));
        String before = relayed.written();

        pass(17);

        assertThat(relayed.written()).isEqualTo(before + COMMENT);
    }
}
