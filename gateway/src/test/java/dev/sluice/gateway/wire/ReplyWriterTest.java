package dev.sluice.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fails when an upgrade of Vert.x names its handlers otherwise, or sends other messages through them. */
class ReplyWriterTest {
    private static final HeaderName BODY_IS = HeaderName.of("x-body-is");

    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;

    @BeforeEach
    void start() {
        HeaderLines lines = new HeaderLines();
        server = vertx.createHttpServer()
                .connectionHandler(connection -> ReplyWriter.add(((ConnectionBase) connection).channel(), lines))
                .requestHandler(ReplyWriterTest::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** {@code /200/5}: five bytes; {@code /plain}: by the encoder; {@code /given-up}: begun, and then by the encoder. */
    private static void answer(HttpServerRequest request) {
        ReplyWriter writer = Objects.requireNonNull(ReplyWriter.of(request.connection()));
        String asked = request.uri();
        if (asked.equals("/given-up")) {
            writer.begin().set(BODY_IS, "of another reply");
            writer.end();
        }
        if (asked.equals("/plain") || asked.equals("/given-up")) {
            request.response().end("plain");
            return;
        }
        String[] path = asked.split("/", -1);
        int length = Integer.parseInt(path[2]);
        request.response().setStatusCode(Integer.parseInt(path[1])).putHeader("x-from-vertx", "1");
        writer.begin().set(BODY_IS, length);
        request.response().end(Buffer.buffer("b".repeat(length)));
        writer.end();
    }

    @ParameterizedTest
    @MethodSource("dev.sluice.gateway.wire.WholeMessageTest#lengths")
    void writesHeadAndBody(int length) throws IOException {
        assertThat(replies("GET /200/" + length + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"))
                .isEqualTo("HTTP/1.1 200 OK\r\nx-from-vertx: 1\r\nconnection: close\r\ncontent-length: " + length
                        + "\r\nx-body-is: " + length + "\r\n\r\n" + "b".repeat(length));
    }

    @Test
    void writesOtherStatus() throws IOException {
        assertThat(replies("GET /429/2 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"))
                .isEqualTo("HTTP/1.1 429 Too Many Requests\r\nx-from-vertx: 1\r\nconnection: close\r\n"
                        + "content-length: 2\r\nx-body-is: 2\r\n\r\nbb");
    }

    @Test
    void keepsTheOrderOfRequestsThatCameTogether() throws IOException {
        String replies = replies("""
                        GET /200/3 HTTP/1.1
                        host: x

                        GET /plain HTTP/1.1
                        host: x

                        GET /given-up HTTP/1.1
                        host: x

                        GET /200/1 HTTP/1.1
                        host: x
                        connection: close

                        """.replace("\n", "\r\n"));

        assertThat(replies)
                .isEqualTo("HTTP/1.1 200 OK\r\nx-from-vertx: 1\r\ncontent-length: 3\r\nx-body-is: 3\r\n\r\nbbb"
                        + "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nplain".repeat(2)
                        + "HTTP/1.1 200 OK\r\nx-from-vertx: 1\r\nconnection: close\r\ncontent-length: 1\r\n"
                        + "x-body-is: 1\r\n\r\nb");
    }

    private String replies(String requests) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
