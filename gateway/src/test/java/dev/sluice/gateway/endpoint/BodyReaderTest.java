package dev.sluice.gateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.connection.Connections;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies over plain sockets. An answer says how long the body was, its checksum, and how much of it the server itself had. */
@Timeout(60)
class BodyReaderTest {
    private static final int LIMIT = 3 << 20;

    private final Vertx vertx = Vertx.vertx();
    private final BodyBudget budget = new BodyBudget(8 << 20);
    private int port;

    @BeforeEach
    void start() {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setHandle100ContinueAutomatically(true))
                .connectionHandler(new Connections(Connections.Bounds.NONE).onLoop(vertx))
                .requestHandler(this::answer);
        port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** The first of two comes late, so that the second has to wait for it. */
    private void answer(HttpServerRequest request) {
        long delay = "/late".equals(request.path()) ? 200 : 1;
        BodyReader.read(request, LIMIT, budget)
                .onSuccess(body -> vertx.setTimer(
                        delay,
                        _ -> request.response().end(body.length + " " + checksum(body) + " " + request.bytesRead())))
                .onFailure(e -> request.response().setStatusCode(status(e)).end());
    }

    private static int status(Throwable e) {
        return e instanceof GatewayException refused
                ? switch (refused.error()) {
                    case GatewayError.TooLarge _ -> 413;
                    case GatewayError.Shed _ -> 503;
                    default -> 500;
                }
                : 400;
    }

    private static long checksum(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return sum.getValue();
    }

    private static byte[] body(int bytes) {
        byte[] body = new byte[bytes];
        new Random(bytes).nextBytes(body);
        return body;
    }

    private static byte[] head(String path, String... headers) {
        return ("POST " + path + " HTTP/1.1\r\nhost: x\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] whole(String path, byte[] body) {
        return joined(head(path, "content-length: " + body.length), body);
    }

    private static byte[] chunked(byte[] body, int chunk, boolean ended) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(head("/", "transfer-encoding: chunked"));
        for (int at = 0; at < body.length; at += chunk) {
            int length = Math.min(chunk, body.length - at);
            text.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            text.write(body, at, length);
            text.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        text.writeBytes((ended ? "0\r\n\r\n" : "").getBytes(StandardCharsets.US_ASCII));
        return text.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("more after: %s", head).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }

    /** The status and the text of the next answer. */
    private static String answer(Socket socket) throws IOException {
        String head = head(socket);
        int length = Integer.parseInt(head.toLowerCase(Locale.ROOT).replaceAll("(?s).*content-length: (\\d+).*", "$1"));
        byte[] text = socket.getInputStream().readNBytes(length);
        return head.substring(9, 12) + " " + new String(text, StandardCharsets.US_ASCII);
    }

    private static String good(byte[] body, int byServer) {
        return "200 " + body.length + " " + checksum(body) + " " + byServer;
    }

    private void awaitNothingUsed() throws InterruptedException {
        awaitUsed(0);
    }

    private void awaitUsed(int bytes) throws InterruptedException {
        for (int n = 0; n < 1_000 && budget.used() != bytes; n++) {
            Thread.sleep(5);
        }
        assertThat(budget.used()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 800, 65_536, 100_000, 400_000, (1 << 20) + 7, LIMIT})
    void readsABodyOfAnySizePastTheServer(int size) throws Exception {
        byte[] body = body(size);
        try (Socket socket = connect()) {
            send(socket, whole("/", body));
            assertThat(answer(socket)).isEqualTo(good(body, 0));
            send(socket, chunked(body, 50_000, true));
            assertThat(answer(socket)).isEqualTo(good(body, 0));
        }
        awaitNothingUsed();
    }

    @Test
    void readsABodyThatComesInManyParts() throws Exception {
        byte[] body = body(3_000);
        byte[] text = whole("/", body);
        try (Socket socket = connect()) {
            for (int at = 0; at < text.length; at += 97) {
                socket.getOutputStream().write(text, at, Math.min(97, text.length - at));
                Thread.sleep(1);
            }
            assertThat(answer(socket)).isEqualTo(good(body, 0));
        }
    }

    @Test
    void takesNothingBehindTheEndOfABody() throws Exception {
        byte[] body = body(100_000);
        try (Socket socket = connect()) {
            send(socket, joined(whole("/", body), "GARBAGE\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            assertThat(answer(socket)).isEqualTo(good(body, 0));
        }
    }

    @Test
    void keepsTheBodyOfARequestThatHasToWaitApart() throws Exception {
        byte[] first = body(100_000);
        byte[] second = body(300_000);
        try (Socket socket = connect()) {
            send(socket, joined(whole("/late", first), whole("/late", second), chunked(first, 7_000, true)));

            assertThat(answer(socket)).isEqualTo(good(first, 0));
            assertThat(answer(socket)).startsWith("200 " + second.length + " " + checksum(second));
            assertThat(answer(socket)).startsWith("200 " + first.length + " " + checksum(first));

            send(socket, whole("/", second));
            assertThat(answer(socket)).isEqualTo(good(second, 0));
        }
        awaitNothingUsed();
    }

    @Test
    void givesTheBudgetBackWhenAClientLeavesInTheMiddle() throws Exception {
        byte[] text = whole("/", body(400_000));
        try (Socket socket = connect()) {
            socket.getOutputStream().write(text, 0, 200_000);
            awaitUsed(200_000 - (text.length - 400_000));
        }
        awaitNothingUsed();
    }

    @Test
    void refusesABodyThatPassesTheLimitInTheMiddle() throws Exception {
        try (Socket socket = connect()) {
            send(socket, chunked(body(LIMIT + 1), 60_000, true));
            assertThat(answer(socket)).isEqualTo("413 ");
            send(socket, whole("/", body(10))); // the rest of the other has been dropped by then
            assertThat(answer(socket)).isEqualTo(good(body(10), 0));
        }
        awaitNothingUsed();
    }

    @Test
    void shedsABodyForWhichThereIsNoRoomInTheMiddle() throws Exception {
        long taken = (8 << 20) - 150_000;
        assertThat(budget.take(taken)).isTrue();
        try (Socket socket = connect()) {
            send(socket, whole("/", body(400_000)));
            assertThat(answer(socket)).isEqualTo("503 ");
            send(socket, whole("/", body(100_000)));
            assertThat(answer(socket)).isEqualTo(good(body(100_000), 0));
        }
        budget.giveBack(taken);
        awaitNothingUsed();
    }

    @Test
    void asksForABodyThatWaitsToBeAskedFor() throws Exception {
        byte[] body = body(100_000);
        try (Socket socket = connect()) {
            send(socket, head("/", "expect: 100-continue", "content-length: " + body.length));
            assertThat(head(socket)).startsWith("HTTP/1.1 100 ");
            send(socket, body);
            assertThat(answer(socket)).isEqualTo(good(body, 0));
        }
    }

    @Test
    void decompressesWhatItWasGiven() throws Exception {
        byte[] body = new byte[500_000];
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(body);
        }
        try (Socket socket = connect()) {
            send(
                    socket,
                    joined(
                            head("/", "content-encoding: gzip", "content-length: " + compressed.size()),
                            compressed.toByteArray()));
            assertThat(answer(socket)).isEqualTo(good(body, 0));
        }
        awaitNothingUsed();
    }

    @Test
    void endsWhenAChunkIsBroken() throws Exception {
        try (Socket socket = connect()) {
            send(socket, chunked(body(1_000), 100, false));
            awaitUsed(1_000);
            send(socket, "zz\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
        awaitNothingUsed();
    }
}
