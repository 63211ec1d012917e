package dev.sluice.gateway.provider.gemini;

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
class MutatedEventsTest {
    private static final int MUTATIONS = 2000;
    private static final String[] SNIPPETS = {
        "null", "{}", "[]", "\"\"", "-1", "1e99999999999", "1e400", "\\ud83d", "{\"a\":", "]", "true", "9".repeat(400)
    };
    private static final List<String> BODIES = new ArrayList<>(Fixture.events("gemini-text.sse"));

    static {
        BODIES.add(
                "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":{\"a\":[1.5,{\"b\":null}]}},"
                        + "\"thoughtSignature\":\"c2ln\"}],\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}],"
                        + "\"usageMetadata\":{\"promptTokenCount\":10,\"candidatesTokenCount\":9,\"totalTokenCount\":19}}");
        BODIES.add("{\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"usageMetadata\":{\"promptTokenCount\":7}}");
        BODIES.add(
                "[{\"error\":{\"code\":429,\"message\":\"m\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"quotaId\":\"PerDay\"}]}}]");
        BODIES.add("{\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\",\"finishMessage\":\"print\"}]}");
    }

    private static byte[] mutated(Random random) {
        byte[] body = BODIES.get(random.nextInt(BODIES.size())).getBytes(StandardCharsets.UTF_8);
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
            byte[] body = mutated(random);
            assertThatCode(() -> read(body))
                    .as(new String(body, StandardCharsets.UTF_8))
                    .doesNotThrowAnyException();
        }
    }

    private static void read(byte[] body) {
        GeminiStreamDecoder decoder = new GeminiStreamDecoder();
        List<StreamEvent> events = new ArrayList<>(decoder.event("", body, 0, body.length));
        events.addAll(decoder.event("", body, 0, body.length));
        events.addAll(decoder.end());

        long ends = events.stream()
                .filter(event -> event instanceof StreamEvent.Finish || event instanceof StreamEvent.Failure)
                .count();
        assertThat(ends).isEqualTo(1);
        assertThat(events.getLast()).isInstanceOfAny(StreamEvent.Finish.class, StreamEvent.Failure.class);
        GeminiErrors.classify(400, body);
        try {
            GeminiReplyDecoder.decode(body);
        } catch (IOException e) {
            // As good as an answer here: the caller knows what to do.
        }
    }
}
