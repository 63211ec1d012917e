package dev.sluice.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Texts of some blocks, of which one byte may have been changed to any other. */
    @ParameterizedTest
    @ValueSource(
            strings = {"plain \\\"text\\\" ", "ein Wört ", "быстрая лиса, ", "敏捷的棕色狐狸", "a 🙂 b", "{\\\\\\\"a\\\\\\\": "
            })
    void findsTheSameEndInLongTexts(String piece) {
        Random random = new Random(11);
        for (int n = 0; n < 3_000; n++) {
            String lead = "x".repeat(random.nextInt(9));
            byte[] bytes = (lead + piece.repeat(3 * TextBlocks.BLOCK / piece.length()) + "\"" + lead)
                    .getBytes(StandardCharsets.UTF_8);
            if (n % 8 != 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertThat(JsonStrings.close(bytes, 0, bytes.length))
                    .as("%s", Arrays.toString(bytes))
                    .isEqualTo(closeStrictly(bytes));
        }
    }

    /** What is malformed in UTF-8, in each place that a block has, in text of either kind. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c080",
                "c1bf",
                "c3",
                "e6",
                "e695",
                "ed9f",
                "c328",
                "e09fbf",
                "eda080",
                "e28228",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "ff"
            })
    void findsWhatIsMalformedWhereverItStands(String hex) {
        byte[] malformed = HexFormat.of().parseHex(hex);
        for (int at = TextBlocks.BLOCK; at < 3 * TextBlocks.BLOCK + 9; at++) {
            for (String before : List.of("a", "語")) {
                for (String behind : List.of("a", "語")) {
                    assertThat(JsonStrings.close(around(malformed, at, before, behind), 0, 5 * TextBlocks.BLOCK))
                            .as("at %s, between %s and %s", at, before, behind)
                            .isEqualTo(-1 - at);
                }
            }
        }
    }

    private static byte[] around(byte[] malformed, int at, String before, String behind) {
        byte[] text = new byte[5 * TextBlocks.BLOCK];
        Arrays.fill(text, (byte) 'x');
        byte[] head = before.repeat(at / before.getBytes(StandardCharsets.UTF_8).length)
                .getBytes(StandardCharsets.UTF_8);
        System.arraycopy(head, 0, text, at - head.length, head.length);
        System.arraycopy(malformed, 0, text, at, malformed.length);
        byte[] tail = behind.repeat(TextBlocks.BLOCK / 3).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(tail, 0, text, at + malformed.length, tail.length);
        return text;
    }

    /** Byte by byte, the characters being what the JDK takes for such. */
    private static int closeStrictly(byte[] bytes) {
        int backslashes = 0;
        int at = 0;
        while (at < bytes.length) {
            byte b = bytes[at];
            if (b >= 0 && b < ' ') {
                return -1 - at;
            }
            if (b == '"' && backslashes % 2 == 0) {
                return at;
            }
            backslashes = b == '\\' ? backslashes + 1 : 0;
            int length = b >= 0 ? 1 : character(bytes, at);
            if (length == 0) {
                return -1 - at;
            }
            at += length;
        }
        return -1 - bytes.length;
    }

    /** The length of the character there; 0: there is none. */
    private static int character(byte[] bytes, int at) {
        for (int length = 2; length <= 4 && at + length <= bytes.length; length++) {
            String text = new String(bytes, at, length, StandardCharsets.UTF_8);
            if (text.codePointCount(0, text.length()) == 1 && text.charAt(0) != '\ufffd') {
                return length;
            }
        }
        return 0;
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
