package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.inference.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PiecesTest {
    private final Pieces pieces = new Pieces();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void oneArrayIsNotCopiedWhateverOfNothingIsAdded() {
        byte[] array = bytes("one two");
        pieces.add(array, 0, 3);
        pieces.add(bytes("none"), 2, 2);
        pieces.add(array, 3, 7);

        assertThat(pieces.length()).isEqualTo(7);
        assertThat(Bytes.of(pieces.take())).isSameAs(array);
        assertThat(pieces.length()).isZero();
    }

    @Test
    void rangesOfSeveralArraysAreOneBufferInTheirOrder() {
        byte[] array = bytes("a-b-c-d-e");
        for (int i = 0; i < 9; i += 2) {
            pieces.add(array, i, i + 1);
        }
        pieces.add(bytes("!"), 0, 1);

        assertThat(pieces.take()).hasToString("abcde!");
    }

    @Test
    void nothingIsAnEmptyBuffer() {
        pieces.add(bytes("none"), 2, 2);

        assertThat(pieces.take().length()).isZero();
    }
}
