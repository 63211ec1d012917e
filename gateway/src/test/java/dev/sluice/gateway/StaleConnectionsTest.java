package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.sluice.contract.usage.Attempt;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that keeps connections open, and is gone from all of them by the time of the next request. */
class StaleConnectionsTest {
    private static final int TOGETHER = 6;
    private static final String BODY =
            "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"pong\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}";
    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + BODY.length() + "\r\n\r\n" + BODY;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ConcurrentLinkedQueue<NetSocket> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** The first requests are answered together, so that each has a connection; the second on any of them finds it closed. */
    private void serve(NetSocket socket) {
        boolean alone = connections.incrementAndGet() > TOGETHER;
        AtomicInteger requests = new AtomicInteger();
        StringBuilder read = new StringBuilder();
        socket.exceptionHandler(_ -> {});
        socket.handler((Buffer bytes) -> {
            read.append(bytes.toString(StandardCharsets.UTF_8));
            if (read.indexOf("}]}") < 0) {
                return; // the body is not all there
            }
            read.setLength(0);
            if (requests.incrementAndGet() > 1) {
                socket.close();
            } else if (alone) {
                socket.write(ANSWER);
            } else {
                waiting.add(socket);
            }
        });
    }

    private CompletableFuture<HttpResponse<String>> send(RunningGateway gateway) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                        .header("authorization", "Bearer " + Manifest.KEY)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"model\":\"fake/chat\",\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void takesANewConnectionWhenOneIsFoundClosed(@TempDir Path directory) throws Exception {
        int port = vertx.createNetServer()
                .connectHandler(this::serve)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        try (RunningGateway gateway =
                RunningGateway.alone(vertx, directory, Manifest.of("http://127.0.0.1:" + port + "/v1"))) {
            List<CompletableFuture<HttpResponse<String>>> first = new ArrayList<>();
            for (int i = 0; i < TOGETHER; i++) {
                first.add(send(gateway));
            }
            RunningGateway.await(() -> waiting.size() == TOGETHER);
            waiting.forEach(socket -> socket.write(ANSWER));
            for (CompletableFuture<HttpResponse<String>> one : first) {
                assertThat(one.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            }

            HttpResponse<String> again = send(gateway).get(10, TimeUnit.SECONDS);

            assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
            String id = again.headers().firstValue("x-request-id").orElseThrow();
            assertThat(gateway.record(id).attempts())
                    .extracting(Attempt::kind, Attempt::errorClass)
                    .containsExactly(tuple("primary", "connection"), tuple("retry", ""));
            assertThat(connections).hasValue(TOGETHER + 1);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
