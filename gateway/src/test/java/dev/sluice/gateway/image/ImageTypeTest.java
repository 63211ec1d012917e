package dev.sluice.gateway.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageTypeTest {
    @ParameterizedTest
    @CsvSource({
        "89504e470d0a1a0a00, image/png",
        "ffd8ffe000, image/jpeg",
        "474946383961, image/gif",
        "474946383761, image/gif",
        "524946460000000057454250, image/webp",
        "524946460000000057415645,",
        "89504e47,",
        "3c737667,",
        "'',"
    })
    void isToldByTheFirstBytes(String hex, String type) {
        assertThat(ImageType.of(java.util.HexFormat.of().parseHex(hex))).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({"<html>", "secret=1"})
    void isNoneOfWhatIsNoImage(String text) {
        assertThat(ImageType.of(text.getBytes(StandardCharsets.US_ASCII))).isNull();
    }
}
