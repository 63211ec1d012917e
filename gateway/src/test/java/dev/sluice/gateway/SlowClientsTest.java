package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.connection.Connections;
import dev.sluice.testkit.FakeProvider;
import dev.sluice.testkit.Script;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that connect and send too little, and too many that connect, over plain sockets. */
@Timeout(60)
class SlowClientsTest {
    private static final String BODY =
            "{\"model\":\"fake/chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String HEAD = "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer "
            + Manifest.KEY + "\r\ncontent-length: " + BODY.length() + "\r\n\r\n";
    private static final int MOST = 3;

    private final Vertx vertx = Vertx.vertx();
    private final FakeProvider provider = FakeProvider.start(vertx);
    private RunningGateway gateway;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        provider.otherwise(Script.json(200, "{\"choices\":[],\"usage\":{}}"));
        gateway = RunningGateway.with(
                vertx,
                Map.of(
                        "SLUICE_POLICY_FILE",
                        Files.writeString(directory.resolve("policy.yaml"), Manifest.of(provider.baseUrl()))
                                .toString(),
                        "SLUICE_MAX_CONNECTIONS",
                        Integer.toString(MOST),
                        "SLUICE_HEAD_TIMEOUT",
                        "1s",
                        "SLUICE_BODY_TIMEOUT",
                        "800ms"));
        RunningGateway.await(() -> gateway.gateway().isReady());
    }

    @AfterEach
    void stop() {
        gateway.close();
        provider.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Connections connections() {
        return gateway.gateway().connections();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(gateway.url()).getPort());
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * One byte after the other, until the gateway has had enough.
     *
     * @return how many it took
     */
    private static int dribble(Socket socket, String text, int pauseMs) throws Exception {
        int sent = 0;
        while (sent < text.length() && socket.getInputStream().available() == 0) {
            send(socket, text.substring(sent, sent + 1));
            sent++;
            Thread.sleep(pauseMs);
        }
        return sent;
    }

    /** All that comes until the connection ends. */
    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String status(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        StringBuilder all = new StringBuilder();
        while (all.indexOf(end) < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("more after: %s", all).isNotNegative();
            all.append((char) next);
        }
        return all.toString();
    }

    /** Reads one answer of a known length. */
    private static String answer(Socket socket) throws IOException {
        String head = readUntil(socket, "\r\n\r\n");
        String lower = head.toLowerCase(Locale.ROOT);
        int length = Integer.parseInt(lower.replaceAll("(?s).*content-length: (\\d+).*", "$1"));
        return head + new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }

    @Test
    void endAHeadThatStopsComing() throws Exception {
        try (Socket socket = connect()) {
            send(socket, HEAD.substring(0, 40));

            assertThat(rest(socket))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("connection: close", "request_timeout", "{\"type\":\"error\",\"error\":{");
            assertThat(connections().timedOut()).isEqualTo(1);
            RunningGateway.await(() -> connections().open() == 0);
        }
    }

    @Test
    void endAHeadThatComesByteByByte() throws Exception {
        try (Socket socket = connect()) {
            assertThat(dribble(socket, HEAD, 30)).isLessThan(HEAD.length());
            assertThat(status(socket)).isEqualTo("HTTP/1.1 408");
        }
    }

    @Test
    void endASecondHeadThatStopsComing() throws Exception {
        try (Socket socket = connect()) {
            send(socket, HEAD + BODY);
            assertThat(answer(socket)).startsWith("HTTP/1.1 200 ");
            Thread.sleep(1_500); // nothing is asked of a connection between two requests
            send(socket, HEAD.substring(0, 40));

            assertThat(rest(socket)).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void sayNothingToAConnectionThatIsMerelyOpen() throws Exception {
        try (Socket socket = connect()) {
            assertThat(rest(socket)).isEmpty();
            assertThat(connections().timedOut()).isEqualTo(1);
        }
    }

    @Test
    void endABodyThatStopsComing() throws Exception {
        try (Socket socket = connect()) {
            send(socket, HEAD + BODY.substring(0, 20));

            assertThat(rest(socket)).startsWith("HTTP/1.1 408 ").contains("request_timeout");
            assertThat(provider.requests()).isEmpty();
        }
    }

    @Test
    void letABodyComeSlowly() throws Exception {
        try (Socket socket = connect()) {
            send(socket, HEAD);
            dribble(socket, BODY, 20); // more than a second in all

            assertThat(answer(socket)).startsWith("HTTP/1.1 200 ");
            assertThat(connections().timedOut()).isZero();
        }
    }

    @Test
    void waitForAnAnswerThatTakesLong() throws Exception {
        provider.next(Script.answer("{}", "a", "b", "c", "d").paced(600));
        try (Socket socket = connect()) {
            String stream = BODY.replace("{\"model", "{\"stream\":true,\"model");
            // A part of the next request is there already, and may wait as long.
            send(socket, HEAD.replace("" + BODY.length(), "" + stream.length()) + stream);
            Thread.sleep(100);
            send(socket, HEAD.substring(0, 40));
            Thread.sleep(1_800);
            assertThat(connections().timedOut()).isZero();
            send(socket, HEAD.substring(40) + BODY);

            String streamed = readUntil(socket, "[DONE]");
            assertThat(streamed).contains("\"a\"", "\"d\"").doesNotContain("408 Request");
            readUntil(socket, "{\"choices\":[],\"usage\":{}}");
        }
    }

    @Test
    void areNotMoreThanThereMayBe() throws Exception {
        try (Socket one = connect();
                Socket two = connect();
                Socket three = connect()) {
            for (Socket socket : new Socket[] {one, two, three}) {
                send(socket, HEAD + BODY);
            }
            for (Socket socket : new Socket[] {one, two, three}) {
                assertThat(answer(socket)).startsWith("HTTP/1.1 200 ");
            }
            assertThat(connections().open()).isEqualTo(MOST);
            try (Socket tooMany = connect()) {
                assertThat(tooMany.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(connections().refused()).isEqualTo(1);

            two.shutdownOutput();
            RunningGateway.await(() -> connections().open() == MOST - 1);
            try (Socket next = connect()) {
                send(next, HEAD + BODY);
                assertThat(answer(next)).startsWith("HTTP/1.1 200 ");
            }
            send(one, HEAD + BODY);
            assertThat(answer(one)).startsWith("HTTP/1.1 200 ");
        }
        RunningGateway.await(() -> connections().open() == 0);
    }
}
