package dev.sluice.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderLinesTest {
    private static final HeaderName NAME = HeaderName.of("x-name");

    private final HeaderLines lines = new HeaderLines();

    @Test
    void writesALineForEach() {
        lines.set(NAME, "a value");
        lines.set("x-late", "another");
        lines.set(NAME, 0);
        lines.set(NAME, Long.MAX_VALUE);
        lines.setSeconds(NAME, 60);
        lines.setFixed(NAME, 1_500, 3);

        assertThat(text()).isEqualTo("""
                        x-name: a value
                        x-late: another
                        x-name: 0
                        x-name: 9223372036854775807
                        x-name: 60s
                        x-name: 1.500
                        """.replace("\n", "\r\n"));
    }

    /** The second character of each is one whose low byte ends a line, or is no character of a header at all. */
    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "a\u007fb", "aéb", "a\u010ab", "a\u200db", "a\t\b"})
    void endsNoLineWithinAValue(String value) {
        lines.set(NAME, value);
        lines.set("x-late", value);

        assertThat(text()).matches("x-name: a\\?.\r\nx-late: a\\?.\r\n");
    }

    @Test
    void hasRoomForLongValuesAndForgetsThem() {
        String value = "v".repeat(200_000);
        lines.set(NAME, value);
        lines.set(NAME, value);
        assertThat(text()).isEqualTo(("x-name: " + value + "\r\n").repeat(2));

        lines.clear();
        lines.set(NAME, "short");
        assertThat(text()).isEqualTo("x-name: short\r\n");
    }

    private String text() {
        ByteBuf out = Unpooled.buffer();
        lines.writeTo(out);
        assertThat(lines.length()).isEqualTo(out.readableBytes());
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
