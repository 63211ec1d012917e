package dev.sluice.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.usage.Tokens;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTableTest {
    @ParameterizedTest
    @CsvSource({
        // input price, output price, input, output, nano-dollars
        "0.15, 0.60, 1000, 500, 450000",
        "0.000001, 0, 499, 0, 0",
        "0.000001, 0, 500, 0, 1",
        "0.000001, 0, 1499, 0, 1",
        "999999999, 0, 1000000, 0, 999999999000000000",
        "0, 0, 5, 5, 0"
    })
    void roundsHalfUpOnceToANanoDollar(String in, String out, long input, long output, long nanos) {
        PriceTable table = PriceTable.of(Price.of(in, out), 0);

        assertThat(table.costNanos(new Tokens(input, 0, 0, 0, output, 0))).isEqualTo(nanos);
    }

    @Test
    void agreesWithDecimalArithmeticForAnyAmounts() {
        Random random = new Random(3);
        for (int n = 0; n < 2000; n++) {
            String in = BigDecimal.valueOf(random.nextLong(100_000_000), 6).toPlainString();
            String cached = BigDecimal.valueOf(random.nextLong(100_000_000), 6).toPlainString();
            String out = BigDecimal.valueOf(random.nextLong(100_000_000), 6).toPlainString();
            int discount = random.nextInt(10_001);
            Price price =
                    new Price(in, cached, null, null, out, null, null, null, null, null, null, null, null, List.of());
            Tokens tokens =
                    new Tokens(random.nextInt(2_000_000), random.nextInt(9_000), 0, 0, random.nextInt(9_000), 0);

            BigDecimal dollars = new BigDecimal(in)
                    .multiply(BigDecimal.valueOf(tokens.input()))
                    .add(new BigDecimal(cached).multiply(BigDecimal.valueOf(tokens.cachedInput())))
                    .add(new BigDecimal(out).multiply(BigDecimal.valueOf(tokens.output())))
                    .multiply(BigDecimal.valueOf(10_000 - discount))
                    .movePointLeft(10);
            long expected =
                    dollars.movePointRight(9).setScale(0, RoundingMode.HALF_UP).longValueExact();
            assertThat(PriceTable.of(price, discount).costNanos(tokens)).isEqualTo(expected);
        }
    }

    @Test
    void chargesAClassWithoutAPriceAsTheClassItIsPartOf() {
        PriceTable table = PriceTable.of(Price.of("1", "10"), 0);

        assertThat(table.costNanos(new Tokens(0, 1_000_000, 0, 0, 0, 0))).isEqualTo(1_000_000_000);
        assertThat(table.costNanos(new Tokens(0, 0, 0, 1_000_000, 0, 0))).isEqualTo(1_000_000_000);
        assertThat(table.costNanos(new Tokens(0, 0, 0, 0, 0, 1_000_000))).isEqualTo(10_000_000_000L);
    }

    @Test
    void takesTheHighestTierThatTheWholeInputIsAbove() {
        Price price = new Price(
                "1",
                "0.1",
                null,
                null,
                "2",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(
                        new Price.Tier(1000, "3", "0.3", null, "4", null),
                        new Price.Tier(5000, "5", null, null, null, null)));
        PriceTable table = PriceTable.of(price, 0);

        assertThat(table.costNanos(new Tokens(1000, 0, 0, 0, 0, 0))).isEqualTo(1_000_000);
        assertThat(table.costNanos(new Tokens(500, 501, 0, 0, 0, 0))).isEqualTo(500 * 3_000 + 501 * 300);
        assertThat(table.costNanos(new Tokens(5001, 0, 0, 0, 10, 0))).isEqualTo(5001 * 5_000 + 10 * 2_000);
    }
}
