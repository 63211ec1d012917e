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

        assertThat(table.costNanos(Tokens.of(input, output))).isEqualTo(nanos);
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
                    Tokens.of(random.nextInt(2_000_000), random.nextInt(9_000)).withCachedInput(random.nextInt(9_000));

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

        assertThat(table.costNanos(Tokens.of(0, 0).withCachedInput(1_000_000))).isEqualTo(1_000_000_000);
        assertThat(table.costNanos(Tokens.of(0, 0).withCacheWrite1h(1_000_000))).isEqualTo(1_000_000_000);
        assertThat(table.costNanos(Tokens.of(0, 0).withReasoning(1_000_000))).isEqualTo(10_000_000_000L);
        assertThat(table.costNanos(Tokens.NONE.withAudio(1_000_000, 1_000_000))).isEqualTo(11_000_000_000L);
    }

    @Test
    void chargesAudioAtItsOwnPriceInEveryTier() {
        Price.Tier tier = new Price.Tier(1000, "3", null, null, "4", null);
        PriceTable table = PriceTable.of(
                new Price("1", null, null, null, "2", null, "8", "16", null, null, null, null, null, List.of(tier)), 0);

        assertThat(table.costNanos(Tokens.of(100, 10).withAudio(50, 5)))
                .isEqualTo(100 * 1_000 + 10 * 2_000 + 50 * 8_000 + 5 * 16_000);
        assertThat(table.costNanos(Tokens.of(990, 10).withAudio(50, 5)))
                .as("audio is input, and counts for the tier")
                .isEqualTo(990 * 3_000 + 10 * 4_000 + 50 * 8_000 + 5 * 16_000);
        assertThat(table.costNanos(Tokens.NONE.withAudio(1L << 40, 1L << 40)))
                .as("more than fits in between")
                .isEqualTo((1L << 40) * 24_000);
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

        assertThat(table.costNanos(Tokens.of(1000, 0))).isEqualTo(1_000_000);
        assertThat(table.costNanos(Tokens.of(500, 0).withCachedInput(501))).isEqualTo(500 * 3_000 + 501 * 300);
        assertThat(table.costNanos(Tokens.of(5001, 10))).isEqualTo(5001 * 5_000 + 10 * 2_000);
    }
}
