package dev.sluice.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonStringsTest {
    /** What decides, far more often than in texts; one of them is no UTF-8. */
    private static final String[] PIECES = {
        "\"",
        "\\",
        "\\\"",
        "\\\\",
        "\\\\\"",
        "!",
        " ",
        "#",
        "a",
        "abcdefg",
        "abcdefgh",
        "\u007f",
        "é",
        "語",
        "🙂",
        "\u001f",
        "\u0080"
    };

    /** One byte after the other. */
    private static int closeSlowly(byte[] bytes, int start, int end) {
        boolean escaped = false;
        int at = start;
        while (at < end) {
            byte b = bytes[at];
            if (b >= 0 && b < ' ') {
                return -1 - at;
            }
            if (b == '"' && !escaped) {
                return at;
            }
            escaped = b == '\\' && !escaped;
            int length = b >= 0 ? 1 : b >= (byte) 0xf0 ? 4 : b >= (byte) 0xe0 ? 3 : 2;
            if (at + length > end) {
                return -1 - at;
            }
            at += length;
        }
        return -1 - end;
    }

    private static byte[] text(Random random, boolean quotes) {
        StringBuilder text = new StringBuilder();
        for (int pieces = random.nextInt(40); pieces > 0; pieces--) {
            String piece = PIECES[random.nextInt(PIECES.length)];
            boolean stops = piece.equals("\"") || piece.equals("\\\\\"") || piece.equals("\u001f");
            text.append(stops && !quotes ? "b" : piece);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void findsTheSameEndAsByteByByte() {
        Random random = new Random(7);
        for (int n = 0; n < 200_000; n++) {
            byte[] bytes = text(random, n % 2 == 0);
            int start = bytes.length == 0 || bytes[0] < 0 ? 0 : random.nextInt(2);
            int end = bytes.length == 0 ? 0 : bytes.length - (bytes[bytes.length - 1] < 0 ? 0 : random.nextInt(2));
            if (start <= end) {
                assertThat(JsonStrings.close(bytes, start, end))
                        .as("%s from %s to %s", Arrays.toString(bytes), start, end)
                        .isEqualTo(closeSlowly(bytes, start, end));
            }
        }
    }

    @Test
    void passesQuotesBehindOneBackslashAtAnyPlaceAndNoOthers() {
        for (int before = 0; before < 40; before++) {
            for (int backslashes = 0; backslashes < 12; backslashes++) {
                byte[] bytes = ("x".repeat(before) + "\\".repeat(backslashes) + "\"" + "y".repeat(20) + "\"")
                        .getBytes(StandardCharsets.US_ASCII);
                int quote = before + backslashes;
                assertThat(JsonStrings.close(bytes, 0, bytes.length))
                        .isEqualTo(backslashes % 2 == 0 ? quote : bytes.length - 1);
            }
        }
    }

    @Test
    void doesNotCountABackslashBeforeTheStart() {
        byte[] bytes = "\\\"0123456789\"".getBytes(StandardCharsets.US_ASCII);
        assertThat(JsonStrings.close(bytes, 1, bytes.length)).isEqualTo(1);
        byte[] later = "0123456789\\\"0123456789\"".getBytes(StandardCharsets.US_ASCII);
        assertThat(JsonStrings.close(later, 11, later.length)).isEqualTo(11);
    }
}
