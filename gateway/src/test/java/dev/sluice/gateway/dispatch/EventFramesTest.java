package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventFramesTest {
    private static final String STREAM =
            ": comment\n\nevent: x\ndata: {\"a\":\"é🙂\"}\n\ndata:nospace\n\ndata: one\ndata: two\n\n\ndata: last";

    private record Seen(String bytes, String data) {}

    private static List<Seen> cut(byte[] stream, int... ends) {
        EventFrames frames = new EventFrames();
        List<Seen> seen = new ArrayList<>();
        StreamFrames.Handler handler = (bytes, start, end, data, dataStart, dataEnd) -> seen.add(new Seen(
                new String(bytes, start, end - start, StandardCharsets.UTF_8),
                dataStart < 0 ? "-" : new String(data, dataStart, dataEnd - dataStart, StandardCharsets.UTF_8)));
        int from = 0;
        for (int end : ends) {
            assertThat(frames.feed(Buffer.buffer(Arrays.copyOfRange(stream, from, end)), handler))
                    .isTrue();
            from = end;
        }
        assertThat(frames.feed(Buffer.buffer(Arrays.copyOfRange(stream, from, stream.length)), handler))
                .isTrue();
        frames.finish(handler);
        return seen;
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void pitfall02GivesTheSameEventsHoweverTheStreamIsCut(String lineEnd) {
        byte[] stream = STREAM.replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8);
        List<Seen> whole = cut(stream);
        int[] every = new int[stream.length];
        for (int i = 0; i < every.length; i++) {
            every[i] = i;
        }

        assertThat(whole)
                .extracting(Seen::data)
                .containsExactly("-", "{\"a\":\"é🙂\"}", "nospace", "one\ntwo", "-", "last");
        assertThat(cut(stream, every)).isEqualTo(whole);
        Random random = new Random(5);
        for (int n = 0; n < 200; n++) {
            int[] ends = random.ints(5, 0, stream.length).sorted().toArray();
            assertThat(cut(stream, ends)).isEqualTo(whole);
        }
    }

    @Test
    void changesNoByte() {
        byte[] stream = STREAM.getBytes(StandardCharsets.UTF_8);
        StringBuilder all = new StringBuilder();
        cut(stream, 7, 30).forEach(seen -> all.append(seen.bytes()));

        assertThat(all.toString()).isEqualTo(STREAM);
    }

    @Test
    void refusesAnEventWithoutEnd() {
        EventFrames frames = new EventFrames();
        Buffer chunk = Buffer.buffer("x".repeat(1 << 20));
        boolean accepted = true;
        for (int n = 0; n < 5; n++) {
            accepted = frames.feed(chunk, (_, _, _, _, _, _) -> {});
        }
        assertThat(accepted).isFalse();
    }
}
