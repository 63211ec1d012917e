package dev.sluice.gateway.provider.openai.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.gateway.inference.chat.StreamEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a provider sends: an answer or a failure, never an exception. */
class MutatedResponsesTest {
    private static final int MUTATIONS = 10_000;
    private static final String[] SNIPPETS = {
        "null", "{}", "[]", "\"\"", "-1", "1e99999999999", "1e400", "\\ud83d", "{\"a\":", "]", "true", "9".repeat(400)
    };
    private static final List<List<String>> STREAMS = List.of(
            Fixture.events("responses-text.sse"),
            Fixture.events("responses-tool.sse"),
            Fixture.events("responses-reasoning.sse"),
            List.of(
                    "{\"type\":\"error\",\"error\":{\"type\":\"server_error\",\"code\":\"slow_down\",\"message\":\"m\"}}"),
            List.of("{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":{\"code\":\"c\"}}}"));

    private static byte[] mutated(byte[] event, Random random) {
        byte[] body = event.clone();
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times && body.length > 0; i++) {
            int at = random.nextInt(body.length);
            switch (random.nextInt(4)) {
                case 0 -> body[at] = (byte) random.nextInt(256);
                case 1 -> body = Arrays.copyOf(body, at);
                case 2 -> body = replaced(body, at, Math.min(body.length, at + random.nextInt(8)), new byte[0]);
                default -> body = replaced(body, at, valueEnd(body, at), snippet(random));
            }
        }
        return body;
    }

    private static byte[] snippet(Random random) {
        return SNIPPETS[random.nextInt(SNIPPETS.length)].getBytes(StandardCharsets.UTF_8);
    }

    /** Up to where a value may end, so that what takes its place often leaves good JSON. */
    private static int valueEnd(byte[] body, int at) {
        int end = at;
        while (end < body.length && body[end] != ',' && body[end] != '}' && body[end] != ']') {
            end++;
        }
        return end;
    }

    private static byte[] replaced(byte[] body, int start, int end, byte[] by) {
        byte[] out = new byte[start + by.length + body.length - end];
        System.arraycopy(body, 0, out, 0, start);
        System.arraycopy(by, 0, out, start, by.length);
        System.arraycopy(body, end, out, start + by.length, body.length - end);
        return out;
    }

    @Test
    void neverThrowsOutOfAStream() {
        Random random = new Random(20_261_120);
        for (int i = 0; i < MUTATIONS; i++) {
            List<byte[]> stream = new ArrayList<>();
            STREAMS.get(random.nextInt(STREAMS.size())).forEach(event -> stream.add(Fixture.bytes(event)));
            int at = random.nextInt(stream.size());
            stream.set(at, mutated(stream.get(at), random));
            assertThatCode(() -> read(stream, at))
                    .as(new String(stream.get(at), StandardCharsets.UTF_8))
                    .doesNotThrowAnyException();
        }
    }

    private static void read(List<byte[]> stream, int mutated) {
        ResponsesStreamDecoder decoder = new ResponsesStreamDecoder();
        ResponsesStreamReader reader = new ResponsesStreamReader();
        List<StreamEvent> events = new ArrayList<>();
        for (byte[] event : stream) {
            events.addAll(decoder.event("", event, 0, event.length));
            reader.event(event, 0, event.length);
        }
        events.addAll(decoder.end());
        reader.end();

        long ends = events.stream()
                .filter(event -> event instanceof StreamEvent.Finish || event instanceof StreamEvent.Failure)
                .count();
        assertThat(ends).isEqualTo(1);
        assertThat(events.getLast()).isInstanceOfAny(StreamEvent.Finish.class, StreamEvent.Failure.class);
        try {
            ResponsesReplyDecoder.decode(stream.get(mutated));
        } catch (IOException e) {
            // As good as an answer here: the caller knows what to do.
        }
    }
}
