package dev.sluice.bench.mock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MockServerTest {
    private static final String STREAM = ",\"stream\":true";
    private static final String USAGE = STREAM + ",\"stream_options\":{\"include_usage\":true}";

    private final RunningMock mock = new RunningMock();

    @AfterEach
    void close() {
        mock.close();
    }

    private String answer(String model, String more, String end) throws IOException {
        try (Socket socket = mock.connect()) {
            RunningMock.send(socket, RunningMock.body(model, more));
            return until(socket.getInputStream(), end);
        }
    }

    /** All up to and including the text, or the end of the connection. */
    private static String until(InputStream in, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            read.append((char) b);
            if (b == end.charAt(end.length() - 1) && read.toString().endsWith(end)) {
                break;
            }
        }
        return read.toString();
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }

    @Test
    void shouldAnswerAChatCompletionOf1065Bytes() throws IOException {
        String answer = answer("mock-d0-c50-i0", "", "230}}");
        String whole = answer("mock", "", "230}}");

        assertThat(answer).startsWith("HTTP/1.1 200 OK").doesNotContain("event-stream");
        assertThat(whole).contains("Content-Length: 1065\r\n");
        assertThat(whole.substring(whole.indexOf("\r\n\r\n") + 4)).hasSize(1_065);
    }

    @Test
    void shouldStreamAsManyEventsAsTheNameSays() throws IOException {
        String plain = answer("mock-c50", STREAM, "0\r\n\r\n");
        String usage = answer("mock-c50", USAGE, "0\r\n\r\n");

        assertThat(count(plain, "\"content\":\"@")).isEqualTo(50);
        assertThat(count(plain, "\"usage\":")).isZero();
        assertThat(count(usage, "\"content\":\"@")).isEqualTo(50);
        assertThat(count(usage, "\"usage\":")).isEqualTo(1);
        assertThat(plain).contains("\"finish_reason\":\"stop\"").endsWith("data: [DONE]\n\n\r\n0\r\n\r\n");
    }

    @Test
    void shouldStampEventsWithTheMonotonicClock() throws IOException {
        long before = System.nanoTime();
        String stream = answer("mock-c1", STREAM, "0\r\n\r\n");
        long after = System.nanoTime();

        int at = stream.indexOf('@') + 1;
        assertThat(Long.parseLong(stream.substring(at, at + Answers.STAMP_DIGITS)))
                .isBetween(before, after);
    }

    @Test
    void shouldKeepIntervalAndDelay() throws IOException {
        long start = System.nanoTime();
        answer("mock-d50-c5-i20", STREAM, "0\r\n\r\n");
        long millis = (System.nanoTime() - start) / 1_000_000;

        // The first event comes after 0 to 20 ms, the others 20 ms apart.
        assertThat(millis).isBetween(50L + 80, 2_000L);
    }

    @Test
    void shouldAnswerErrorsAndCutStreamsWhenAsked() throws IOException {
        assertThat(answer("mock-e429", "", "}}")).startsWith("HTTP/1.1 429 ");
        assertThat(answer("no-behaviour", "", "}}")).startsWith("HTTP/1.1 400 ");

        String cut = answer("mock-c50-x3", STREAM, "never");
        assertThat(count(cut, "\"content\":\"@")).isEqualTo(3);
        assertThat(cut).doesNotContain("[DONE]");
    }

    @Test
    void shouldFindTheNameBehindALongPromptAndInChunks() throws IOException {
        try (Socket socket = mock.connect()) {
            RunningMock.send(socket, "{\"messages\":\"" + "x".repeat(300_000) + "\",\"model\":\"mock-e503\"}");
            assertThat(until(socket.getInputStream(), "}}")).startsWith("HTTP/1.1 503 ");
            String chunked =
                    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n15\r\n{\"model\":\"mock-e502\"}\r\n0\r\n\r\n";
            socket.getOutputStream().write(chunked.getBytes(StandardCharsets.US_ASCII));
            assertThat(until(socket.getInputStream(), "}}")).startsWith("HTTP/1.1 502 ");
        }
    }

    @Test
    void shouldCountRequestsAndClientsThatLeave() throws Exception {
        try (Socket socket = mock.connect()) {
            RunningMock.send(socket, RunningMock.body("mock-c100-i50", STREAM));
            until(socket.getInputStream(), "\r\n\r\n");
        }
        MockStats stats = MockStats.read(mock.port());
        for (int i = 0; i < 100 && stats.closedEarly() == 0; i++) {
            Thread.sleep(10);
            stats = MockStats.read(mock.port());
        }

        assertThat(stats.closedEarly()).isEqualTo(1);
        assertThat(stats.requests()).isEqualTo(1);
        assertThat(stats.bytesSent()).isPositive();
    }

    @Test
    void shouldWaitForASlowReaderWithoutLosingAByte() throws Exception {
        int chunks = 100_000;
        try (Socket socket = mock.connect()) {
            RunningMock.send(socket, RunningMock.body("mock-c" + chunks, STREAM));
            Thread.sleep(100);
            String end = "";
            long stamps = 0;
            byte[] buffer = new byte[64 << 10];
            for (int n = socket.getInputStream().read(buffer);
                    n > 0;
                    n = socket.getInputStream().read(buffer)) {
                for (int i = 0; i < n; i++) {
                    stamps += buffer[i] == Answers.STAMP ? 1 : 0;
                }
                end = new String(buffer, Math.max(0, n - 5), Math.min(5, n), StandardCharsets.US_ASCII);
                if (end.equals("0\r\n\r\n")) {
                    break;
                }
            }
            assertThat(stamps).isEqualTo(chunks);
        }
    }
}
