package dev.sluice.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 999, 1000, 1500, 123_456_789, 999_999_999, 1_000_000_000, Long.MAX_VALUE})
    void writesEveryDigit(long value) {
        for (int places : new int[] {1, 3, 9}) {
            assertThat(Decimals.fixed(value, places))
                    .isEqualTo(BigDecimal.valueOf(value, places).toPlainString());
        }
    }
}
