package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.provider.StreamReader;
import dev.sluice.gateway.provider.openai.OpenAiStreamReader;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RepeatedEventTest {
    /** Reads a stream, with or without the comparison with the last event. */
    private static final class Reading implements StreamFrames.Handler {
        private final StreamReader reader = new OpenAiStreamReader(false);
        private final RepeatedEvent repeated = new RepeatedEvent(reader);
        private final boolean comparing;
        private final List<StreamReader.Verdict> verdicts = new ArrayList<>();
        private int known;

        Reading(boolean comparing) {
            this.comparing = comparing;
        }

        @Override
        public int known(byte[] bytes, int start, int limit) {
            int end = comparing ? repeated.match(bytes, start, limit) : -1;
            if (end > 0) {
                known++;
                verdicts.add(StreamReader.Verdict.CONTENT);
            }
            return end;
        }

        @Override
        public void event(byte[] bytes, int start, int end, byte[] data, int dataStart, int dataEnd) {
            if (dataStart < 0) {
                return;
            }
            StreamReader.Verdict verdict = reader.event(data, dataStart, dataEnd);
            verdicts.add(verdict);
            if (verdict == StreamReader.Verdict.CONTENT) {
                repeated.learn(bytes, start, end);
            }
        }
    }

    private static Reading read(String stream, int cut, boolean comparing) {
        Reading reading = new Reading(comparing);
        EventFrames frames = new EventFrames();
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; from += cut) {
            int to = Math.min(from + cut, bytes.length);
            frames.feed(Buffer.buffer(Arrays.copyOfRange(bytes, from, to)), reading);
        }
        frames.finish(reading);
        return reading;
    }

    private static String event(String delta, String rest) {
        return "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":" + rest
                + "}]}\n\n";
    }

    @Test
    void knowsTheEventsThatDifferInTheirTextAlone() {
        String stream = event("\"role\":\"assistant\",\"content\":\"\"", "null")
                + event("\"content\":\"Hello\"", "null")
                + event("\"content\":\" \\\"world\\\"\"", "null")
                + event("\"content\":\" 日本\"", "null")
                + event("\"content\":\"\"", "null")
                + event("\"content\":\"x\"", "null")
                + event("", "\"stop\"")
                + "data: [DONE]\n\n";

        Reading reading = read(stream, stream.length() * 3, true);

        assertThat(reading.known).isEqualTo(3);
        assertThat(reading.verdicts).isEqualTo(read(stream, 1 << 20, false).verdicts);
        assertThat(reading.reader.isFinished()).isTrue();
    }

    @Test
    void readsInFullWhatDiffersElsewhere() {
        String stream = event("\"content\":\"a\"", "null")
                + event("\"content\":\"b\"", "\"stop\"")
                + event("\"tool\":\"b\"", "null")
                + event("\"content\":7", "null");

        Reading reading = read(stream, 1 << 20, true);

        assertThat(reading.known).isZero();
        assertThat(reading.reader.isFinished()).isTrue();
    }

    @Test
    void comesToTheSameAsReadingEveryEvent() {
        Random random = new Random(3);
        String[] deltas = {
            "\"content\":\"ab\"",
            "\"content\":\"c\\nd\"",
            "\"content\":\"é🙂\"",
            "\"content\":\"\"",
            "\"content\":null",
            "\"reasoning_content\":\"hm\"",
            "\"content\":\"a\",\"x\":\"b\"",
            "\"role\":\"assistant\"",
            "\"content\":\"\\\\\""
        };
        for (int n = 0; n < 300; n++) {
            StringBuilder stream = new StringBuilder();
            for (int e = 0; e < 30; e++) {
                String delta = deltas[random.nextInt(random.nextBoolean() ? 2 : deltas.length)];
                stream.append(event(delta, random.nextInt(20) == 0 ? "\"stop\"" : "null"));
                if (random.nextInt(10) == 0) {
                    stream.append(": ping\n\n");
                }
            }
            String text = stream.toString();
            Reading every = read(text, 1 << 20, false);
            for (int cut : new int[] {1 << 20, 1 + random.nextInt(400)}) {
                Reading comparing = read(text, cut, true);
                assertThat(comparing.reader.estimatedOutputTokens()).isEqualTo(every.reader.estimatedOutputTokens());
                assertThat(comparing.reader.isFinished()).isEqualTo(every.reader.isFinished());
            }
        }
    }
}
