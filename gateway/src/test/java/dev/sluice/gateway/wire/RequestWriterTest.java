package dev.sluice.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What arrives is what arrives without it, byte for byte. */
class RequestWriterTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.gateway.wire.WholeMessageTest#lengths")
    void writesHeadAndBody(int length) throws Exception {
        String plain = received(false, HttpMethod.POST, "/v1/chät?a=b%20c", length);

        assertThat(received(true, HttpMethod.POST, "/v1/chät?a=b%20c", length)).isEqualTo(plain);
        assertThat(plain).startsWith("POST /v1/ch").endsWith("b".repeat(length));
    }

    @Test
    void leavesOtherRequestsToTheEncoder() throws Exception {
        for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE)) {
            assertThat(received(true, method, "/v1", 0)).isEqualTo(received(false, method, "/v1", 0));
        }
    }

    /** What a server gets, read to the end of the body; it answers so that the client knows where its answer ends. */
    private String received(boolean written, HttpMethod method, String uri, int length) throws Exception {
        CompletableFuture<String> all = new CompletableFuture<>();
        NetServer server = vertx.createNetServer()
                .connectHandler(socket -> {
                    Buffer so = Buffer.buffer();
                    socket.handler(bytes -> {
                        String text = so.appendBuffer(bytes).toString("ISO-8859-1");
                        int end = text.indexOf("\r\n\r\n");
                        if (end >= 0 && text.length() == end + 4 + length) {
                            socket.write("HTTP/1.1 200 OK\r\ncontent-length: "
                                    + (HttpMethod.HEAD.equals(method) ? 7 : 0) + "\r\n\r\n");
                            all.complete(text);
                        }
                    });
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        RequestWriter writer = new RequestWriter();
        HttpClient client = vertx.httpClientBuilder()
                .withConnectHandler(connection -> {
                    if (written) {
                        writer.addTo(((ConnectionBase) connection).channel());
                    }
                })
                .build();
        CompletableFuture<@Nullable Void> answered = new CompletableFuture<>();
        vertx.runOnContext(_ -> client.request(method, server.actualPort(), "127.0.0.1", uri)
                .compose(request -> send(request, length))
                .compose(HttpClientResponse::end) // on the loop of the connection: before the end comes
                .onSuccess(answered::complete)
                .onFailure(answered::completeExceptionally));
        String text = all.get(10, TimeUnit.SECONDS);
        answered.get(10, TimeUnit.SECONDS);
        return text.replace(":" + server.actualPort(), ":port");
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, int length) {
        request.putHeader("authorization", "Bearer secret").putHeader("x-other", "väl");
        return length == 0 ? request.send() : request.send(Buffer.buffer("b".repeat(length)));
    }
}
