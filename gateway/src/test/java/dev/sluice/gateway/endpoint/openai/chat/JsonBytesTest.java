package dev.sluice.gateway.endpoint.openai.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.inference.JsonBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonBytesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void escapesWhatMustBeAndWhatSomeReadersBreakLinesAt() {
        assertThat(written("a\"\\\n\r\t\b\u0001\u007fé€🌍\u0085\u2028\u2029"))
                .isEqualTo("\"a\\\"\\\\\\n\\r\\t\\u0008\\u0001\u007fé€🌍\\u0085\\u2028\\u2029\"");
    }

    @Test
    void escapesHalvesOfPairs() {
        assertThat(written("\ud83c")).isEqualTo("\"\\ud83c\"");
        assertThat(written("\udf0d.")).isEqualTo("\"\\udf0d.\"");
        assertThat(written("\ud83cx\ud83c\ud83c\udf0d")).isEqualTo("\"\\ud83cx\\ud83c🌍\"");
    }

    @Test
    void writesAnyTextSoThatItIsReadTheSame() throws IOException {
        Random random = new Random(7);
        JsonBytes out = new JsonBytes();
        for (int i = 0; i < 5_000; i++) {
            String text = text(random);

            assertThat(JSON.readTree(out.string(text).take()).textValue()).isEqualTo(text);
        }
    }

    /** Mostly ASCII, with control characters, all lengths of UTF-8 and halves of pairs. */
    private static String text(Random random) {
        int[] bounds = {0x80, 0x80, 0x80, 0x20, 0x800, 0x10000};
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(1_200); n > 0; n--) {
            text.append((char) random.nextInt(bounds[random.nextInt(bounds.length)]));
        }
        return text.toString();
    }

    @Test
    void beginsAnewAfterEachTake() {
        JsonBytes out = new JsonBytes();
        out.string("x".repeat(100_000)).take();

        assertThat(new String(out.number(-5).take(), StandardCharsets.UTF_8)).isEqualTo("-5");
        assertThat(out.take()).isEmpty();
    }

    private static String written(String text) {
        return new String(new JsonBytes().string(text).take(), StandardCharsets.UTF_8);
    }
}
