package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.endpoint.openai.chat.ChatDialect;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import org.junit.jupiter.api.Test;

/** How the events of a stream are put together into writes. Fails when an upgrade of Vert.x hides a connection's channel. */
class StreamWritesTest {
    private static final int EVENTS = 50;

    @Test
    void writesWhatOneReadBroughtAtOnce() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            NetServer provider = vertx.createNetServer()
                    .connectHandler(socket -> socket.handler(_ -> {
                        socket.write(
                                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n");
                        vertx.setTimer(50, _ -> socket.write(chunks()));
                    }));
            provider.listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            RelayedStream relayed =
                    new RelayedStream(vertx, new Deadlines(), ChatDialect.INSTANCE, provider.actualPort());

            Dispatched result = relayed.result();

            assertThat(result.error()).isNull();
            assertThat(relayed.written()).isEqualTo(events());
            assertThat(result.tokens().output()).isGreaterThanOrEqualTo(EVENTS);
            // The burst may be cut once by the socket's buffer; it never is a write per event.
            assertThat(relayed.writes()).isLessThanOrEqualTo(2);
        } finally {
            vertx.close();
        }
    }

    private static String event(int n) {
        return "data: {\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word " + n
                + "\"},\"finish_reason\":null}]}\n\n";
    }

    private static String events() {
        StringBuilder all = new StringBuilder();
        for (int n = 0; n < EVENTS; n++) {
            all.append(event(n));
        }
        return all.append("data: [DONE]\n\n").toString();
    }

    private static String chunks() {
        StringBuilder all = new StringBuilder();
        for (int n = 0; n < EVENTS; n++) {
            String event = event(n);
            all.append(Integer.toHexString(event.length()))
                    .append("\r\n")
                    .append(event)
                    .append("\r\n");
        }
        return all.append("e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n").toString();
    }
}
