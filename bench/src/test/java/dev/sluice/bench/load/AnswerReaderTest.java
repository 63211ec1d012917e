package dev.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {
    private static final String WHOLE = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
    private static final String CHUNKED = String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "Transfer-Encoding: chunked",
            "",
            "1a;x=y",
            "@0000000000000000042 tok\n\n",
            "1c",
            "xx@0000000000000000043 tok\n\n",
            "0",
            "Trailer: 1",
            "",
            "");

    private final AnswerReader reader = new AnswerReader();
    private final List<Long> stamps = new ArrayList<>();

    /** Gives the reader the bytes in pieces of a size. */
    private void take(String text, int size) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < bytes.length; at += size) {
            int n = Math.min(size, bytes.length - at);
            MemorySegment piece = Arena.ofAuto().allocate(n);
            MemorySegment.copy(bytes, at, piece, ValueLayout.JAVA_BYTE, 0, n);
            reader.take(piece, n, stamps::add);
        }
    }

    @Test
    void shouldFindTheEndHoweverTheBytesAreCut() {
        for (String answer : List.of(WHOLE, CHUNKED)) {
            for (int size = 1; size <= answer.length(); size++) {
                reader.next();
                take(answer.substring(0, answer.length() - 1), size);
                assertThat(reader.isComplete()).as("%s in %s", answer, size).isFalse();
                take(answer.substring(answer.length() - 1), 1);
                assertThat(reader.isComplete()).isTrue();
                assertThat(reader.status()).isEqualTo(200);
                assertThat(reader.closes()).isFalse();
            }
        }
    }

    @Test
    void shouldReadEveryStampHoweverTheBytesAreCut() {
        for (int size = 1; size <= CHUNKED.length(); size++) {
            stamps.clear();
            reader.next();
            take(CHUNKED, size);
            assertThat(stamps).as("in %s", size).containsExactly(42L, 43L);
        }
    }

    @Test
    void shouldEndWithTheConnectionWhenNothingElseSaysSo() {
        take("HTTP/1.1 500 Error\r\nConnection: close\r\n\r\nwhat", 100);

        assertThat(reader.isComplete()).isFalse();
        assertThat(reader.closes()).isTrue();
        assertThat(reader.end()).isTrue();
        assertThat(reader.status()).isEqualTo(500);
    }

    @Test
    void shouldNotTakeACutAnswerForAWholeOne() {
        take(CHUNKED.substring(0, 80), 100);

        assertThat(reader.hasBody()).isTrue();
        assertThat(reader.end()).isFalse();
    }
}
