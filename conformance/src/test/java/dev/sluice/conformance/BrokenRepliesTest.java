package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.usage.UsageRecord;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What providers answer when something is wrong with them: clients get an error of their dialect, and nothing hangs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class BrokenRepliesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] PAGE =
            "<html><head><title>502 Bad Gateway</title></head><body>cloud-edge-7</body></html>"
                    .getBytes(StandardCharsets.UTF_8);
    private static final List<MatrixClient> CLIENTS =
            List.of(MatrixClient.CHAT, MatrixClient.MESSAGES, MatrixClient.RESPONSES);

    private Replay replay;
    private TestedGateway gateway;

    @BeforeAll
    void start() throws Exception {
        replay = new Replay();
        gateway = TestedGateway.start(replay.port(), ", timeouts: {firstToken: 2s, idle: 2s, total: 3s}");
    }

    @AfterAll
    void stop() throws Exception {
        gateway.close();
        replay.close();
    }

    static List<Row> rows() {
        return Row.all();
    }

    private HttpResponse<String> ask(MatrixClient client, Row row, boolean stream) throws Exception {
        return gateway.post(
                client.path, client.ask(Feature.TEXT, row.model(), stream).toString());
    }

    private void answer(int status, String type, byte[] body) {
        replay.answer(status, Map.of("content-type", type), List.of(body));
    }

    private static void isErrorOf(MatrixClient client, HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).isBetween(500, 504);
        assertThat(response.body()).doesNotContain("<").doesNotContain("cloud-edge");
        assertThat(JSON.readTree(response.body()).at("/error/message").asText()).isNotEmpty();
        assertThat(JSON.readTree(response.body()).path("type").asText())
                .isEqualTo(client == MatrixClient.MESSAGES ? "error" : "");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void pitfall51NeverRelaysAPageOfAServerOnTheWay(Row row) throws Exception {
        for (MatrixClient client : CLIENTS) {
            for (int status : new int[] {502, 200}) {
                for (boolean stream : new boolean[] {false, true}) {
                    answer(status, "text/html", PAGE);
                    HttpResponse<String> response = ask(client, row, stream);

                    isErrorOf(client, response);
                    assertThat(gateway.record(response).errorClass()).isEqualTo("server_error");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void anEmptyReplyIsAnError(Row row) throws Exception {
        for (MatrixClient client : CLIENTS) {
            answer(200, "application/json", new byte[0]);
            HttpResponse<String> whole = ask(client, row, false);
            answer(200, row.vendor().contentType(), new byte[0]);
            HttpResponse<String> streamed = ask(client, row, true);

            isErrorOf(client, whole);
            isErrorOf(client, streamed);
            assertThat(gateway.record(streamed).errorClass()).isEqualTo("stream_interrupted");
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void pitfall05AStreamThatIsCutIsNoSuccess(Row row) throws Exception {
        for (MatrixClient client : CLIENTS) {
            String type = row.vendor().contentType();
            byte[] all = row.answersTo(client).stream("stream", type);
            byte[] text = "ße 🌍!".getBytes(StandardCharsets.UTF_8);
            int end = StreamCut.indexOf(all, text) + text.length;
            int cut = type.contains("amazon") ? end + 6 : all.length - (all.length - end) * 3 / 4;
            answer(200, type, Arrays.copyOf(all, Math.min(cut, all.length)));
            HttpResponse<String> response = ask(client, row, true);
            UsageRecord record = gateway.record(response);

            assertThat(record.errorClass())
                    .as("%s: %s", client, response.body())
                    .isEqualTo("stream_interrupted");
            assertThat(response.body())
                    .contains("error")
                    .doesNotContain("[DONE]")
                    .doesNotContain("message_stop");
            assertThat(record.tokens().output()).as("tokens so far").isPositive();
            assertThat(record.costNanos()).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void garbageEndsInOrder(Row row) throws Exception {
        Random random = new Random(7);
        String type = row.vendor().contentType();
        for (MatrixClient client : CLIENTS) {
            byte[] all = row.answersTo(client).stream("stream", type);
            for (int n = 0; n < 12; n++) {
                byte[] bad = all.clone();
                for (int i = 0; i < 1 + n * 3; i++) {
                    bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
                }
                answer(200, type, bad);
                HttpResponse<String> response = ask(client, row, true);

                UsageRecord record = gateway.record(response);
                boolean told = response.body().contains("\"error\"");
                assertThat(record.errorClass().isEmpty() || told)
                        .as("%s: %s", record.errorClass(), response.body())
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void pitfall45AnEndlessStreamIsEndedAndPaidFor(Row row) throws Exception {
        String type = row.vendor().contentType();
        byte[] all = row.answersTo(MatrixClient.CHAT).stream("stream", type);
        byte[] first = StreamCut.afterFirstText(all, type);
        replay.answer(200, Map.of("content-type", type), endless(first, lastEvent(first, type)));

        HttpResponse<String> response = ask(MatrixClient.CHAT, row, true);
        UsageRecord record = gateway.record(response);

        assertThat(response.body()).contains("Grü").contains("\"error\"").doesNotContain("[DONE]");
        assertThat(record.errorClass()).isEqualTo("timeout_total");
        assertThat(record.tokens().output()).isPositive();
    }

    /** The first piece once, then the other again and again, a moment apart. */
    private static Iterable<byte[]> endless(byte[] first, byte[] more) {
        return () -> new Iterator<>() {
            private boolean begun;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public byte[] next() {
                if (!begun) {
                    begun = true;
                    return first;
                }
                try {
                    Thread.sleep(50);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return more;
            }
        };
    }

    /** The event with the text alone. */
    private static byte[] lastEvent(byte[] first, String type) {
        if (type.contains("amazon")) {
            int start = 0;
            while (start + StreamCut.size(first, start) < first.length) {
                start += StreamCut.size(first, start);
            }
            return Arrays.copyOfRange(first, start, first.length);
        }
        String text = new String(first, StandardCharsets.UTF_8).stripTrailing();
        String end = type.contains("ndjson") ? "\n" : "\n\n";
        return (text.substring(text.lastIndexOf(end) + 1).stripLeading() + end).getBytes(StandardCharsets.UTF_8);
    }
}
