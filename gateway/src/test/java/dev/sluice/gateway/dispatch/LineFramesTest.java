package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFramesTest {
    private static final String STREAM = "{\"a\":\"é🙂\"}\n\n  \n {\"b\":2}\n{\"c\":3}";

    private static List<String> cut(byte[] stream, int... ends) {
        LineFrames frames = new LineFrames();
        List<String> lines = new ArrayList<>();
        StreamFrames.Handler handler =
                (_, _, _, data, start, end) -> lines.add(new String(data, start, end - start, StandardCharsets.UTF_8));
        int from = 0;
        for (int end : ends) {
            assertThat(frames.feed(Buffer.buffer(Arrays.copyOfRange(stream, from, end)), handler))
                    .isTrue();
            from = end;
        }
        frames.feed(Buffer.buffer(Arrays.copyOfRange(stream, from, stream.length)), handler);
        frames.finish(handler);
        return lines;
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void pitfall09GivesTheSameLinesHoweverTheStreamIsCut(String lineEnd) {
        byte[] stream = STREAM.replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8);
        int[] every = new int[stream.length];
        for (int i = 0; i < every.length; i++) {
            every[i] = i;
        }
        List<String> lines = List.of("{\"a\":\"é🙂\"}", "{\"b\":2}", "{\"c\":3}");

        assertThat(cut(stream)).isEqualTo(lines);
        assertThat(cut(stream, every)).isEqualTo(lines);
        for (int first = 0; first < stream.length; first++) {
            for (int second = first; second < stream.length; second++) {
                assertThat(cut(stream, first, second)).isEqualTo(lines);
            }
        }
    }

    @Test
    void handsTheLastLineOverOnce() {
        LineFrames frames = new LineFrames();
        List<String> lines = new ArrayList<>();
        StreamFrames.Handler handler =
                (_, _, _, data, start, end) -> lines.add(new String(data, start, end - start, StandardCharsets.UTF_8));
        frames.feed(Buffer.buffer("{}"), handler);
        frames.finish(handler);
        frames.finish(handler);

        assertThat(lines).containsExactly("{}");
    }

    @Test
    void saysNothingOfALineThatWasCutOff() {
        assertThat(cut("{\"a\":1}\n{\"b\":".getBytes(StandardCharsets.UTF_8))).containsExactly("{\"a\":1}");
    }

    @Test
    void refusesALineWithoutEnd() {
        LineFrames frames = new LineFrames();
        Buffer chunk = Buffer.buffer("x".repeat(1 << 20));
        boolean accepted = true;
        for (int n = 0; n < 5; n++) {
            accepted = frames.feed(chunk, (_, _, _, _, _, _) -> {});
        }
        assertThat(accepted).isFalse();
    }
}
