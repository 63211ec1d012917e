package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.endpoint.openai.chat.ChatDialect;
import dev.sluice.gateway.error.GatewayError;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams in which the provider says that it has failed. */
class FailedStreamTest {
    private static final String FIRST = "data: {\"error\":{\"message\":\"the first\",\"type\":\"server_error\"}}\n\n";
    private static final String SECOND = "data: {\"error\":{\"message\":\"the second\",\"type\":\"server_error\"}}\n\n";
    private static final String CONTENT = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word\"}}]}\n\n";

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close();
    }

    private Dispatched of(String... events) throws Exception {
        StringBuilder body = new StringBuilder(
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n");
        for (String event : events) {
            body.append(Integer.toHexString(event.length()))
                    .append("\r\n")
                    .append(event)
                    .append("\r\n");
        }
        NetServer provider =
                vertx.createNetServer().connectHandler(socket -> socket.handler(_ -> socket.write(body + "0\r\n\r\n")));
        provider.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return new RelayedStream(vertx, new Deadlines(), ChatDialect.INSTANCE, provider.actualPort()).result();
    }

    @Test
    void theFirstErrorCountsAndNothingBehindItDoes() throws Exception {
        Dispatched result = of(FIRST, CONTENT, SECOND);

        assertThat(result.replied()).isFalse();
        assertThat(result.firstContentNanos()).isZero();
        assertThat(result.error())
                .isInstanceOfSatisfying(
                        GatewayError.Upstream.class,
                        error -> assertThat(error.body())
                                .asString(StandardCharsets.UTF_8)
                                .contains("the first")
                                .doesNotContain("the second"));
    }

    @Test
    void contentOfTheSameReadIsNotSentBeforeAnError() throws Exception {
        Dispatched result = of(CONTENT, FIRST);

        assertThat(result.replied()).isFalse();
        assertThat(result.error()).isInstanceOf(GatewayError.Upstream.class);
    }
}
