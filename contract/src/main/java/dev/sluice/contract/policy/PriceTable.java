package dev.sluice.contract.policy;

import dev.sluice.contract.usage.Tokens;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A price list as integers: millionths of a dollar per million units, that is picodollars per unit. Cost is exact
 * integer arithmetic, rounded half-up once to a nano-dollar.
 */
public final class PriceTable {
    private static final long WHOLE_BASIS_POINTS = 10_000;
    /** Pico-dollars in a nano-dollar, in basis points. */
    private static final long UNIT = 1_000 * WHOLE_BASIS_POINTS;

    private final Rates base;
    private final List<Step> steps;
    private final int discountBasisPoints;

    private PriceTable(Rates base, List<Step> steps, int discountBasisPoints) {
        this.base = base;
        this.steps = steps;
        this.discountBasisPoints = discountBasisPoints;
    }

    private record Rates(
            long input,
            long cachedInput,
            long cacheWrite,
            long cacheWrite1h,
            long output,
            long reasoning,
            long audioInput,
            long audioOutput) {}

    private record Step(long above, Rates rates) {}

    /** @param discountBasisPoints off every price, 0 to 10 000 */
    public static PriceTable of(Price price, int discountBasisPoints) {
        Rates base = rates(
                price.input(),
                price.cachedInput(),
                price.cacheWrite(),
                price.cacheWrite1h(),
                price.output(),
                price.reasoning(),
                price.audioInput(),
                price.audioOutput());
        List<Step> steps = price.tiers().stream()
                .map(tier -> new Step(
                        tier.above(),
                        rates(
                                or(tier.input(), price.input()),
                                or(tier.cachedInput(), tier.input() == null ? price.cachedInput() : null),
                                or(tier.cacheWrite(), tier.input() == null ? price.cacheWrite() : null),
                                tier.input() == null ? price.cacheWrite1h() : null,
                                or(tier.output(), price.output()),
                                or(tier.reasoning(), tier.output() == null ? price.reasoning() : null),
                                price.audioInput(),
                                price.audioOutput())))
                .sorted(Comparator.comparingLong(Step::above).reversed())
                .toList();
        return new PriceTable(base, steps, discountBasisPoints);
    }

    /** Classes without a price of their own cost what the class they are part of costs. */
    private static Rates rates(
            @Nullable String input,
            @Nullable String cachedInput,
            @Nullable String cacheWrite,
            @Nullable String cacheWrite1h,
            @Nullable String output,
            @Nullable String reasoning,
            @Nullable String audioInput,
            @Nullable String audioOutput) {
        long in = pico(input);
        long out = pico(output);
        long write = cacheWrite == null ? in : pico(cacheWrite);
        return new Rates(
                in,
                cachedInput == null ? in : pico(cachedInput),
                write,
                cacheWrite1h == null ? write : pico(cacheWrite1h),
                out,
                reasoning == null ? out : pico(reasoning),
                audioInput == null ? in : pico(audioInput),
                audioOutput == null ? out : pico(audioOutput));
    }

    private static @Nullable String or(@Nullable String own, @Nullable String other) {
        return own == null ? other : own;
    }

    private static long pico(@Nullable String price) {
        return new BigDecimal(Objects.requireNonNullElse(price, "0"))
                .movePointRight(6)
                .longValueExact();
    }

    /**
     * @param tokens disjoint classes
     * @return nano-dollars
     */
    public long costNanos(Tokens tokens) {
        Rates rates = ratesFor(tokens.allInput());
        try {
            long pico = Math.addExact(inputPico(tokens, rates), outputPico(tokens, rates));
            long scaled = Math.multiplyExact(pico, WHOLE_BASIS_POINTS - discountBasisPoints);
            return Math.addExact(scaled, UNIT / 2) / UNIT;
        } catch (ArithmeticException e) {
            return hugeCostNanos(tokens, rates);
        }
    }

    private static long inputPico(Tokens tokens, Rates rates) {
        long read = Math.addExact(
                Math.multiplyExact(tokens.input(), rates.input),
                Math.multiplyExact(tokens.cachedInput(), rates.cachedInput));
        long written = Math.addExact(
                Math.multiplyExact(tokens.cacheWrite(), rates.cacheWrite),
                Math.multiplyExact(tokens.cacheWrite1h(), rates.cacheWrite1h));
        return Math.addExact(Math.addExact(read, written), Math.multiplyExact(tokens.audioInput(), rates.audioInput));
    }

    private static long outputPico(Tokens tokens, Rates rates) {
        long text = Math.addExact(
                Math.multiplyExact(tokens.output(), rates.output),
                Math.multiplyExact(tokens.reasoning(), rates.reasoning));
        return Math.addExact(text, Math.multiplyExact(tokens.audioOutput(), rates.audioOutput));
    }

    /** The same for more than about 900 dollars, where a long is too narrow in between. */
    private long hugeCostNanos(Tokens tokens, Rates rates) {
        BigInteger pico = times(tokens.input(), rates.input)
                .add(times(tokens.cachedInput(), rates.cachedInput))
                .add(times(tokens.cacheWrite(), rates.cacheWrite))
                .add(times(tokens.cacheWrite1h(), rates.cacheWrite1h))
                .add(times(tokens.output(), rates.output))
                .add(times(tokens.reasoning(), rates.reasoning))
                .add(times(tokens.audioInput(), rates.audioInput))
                .add(times(tokens.audioOutput(), rates.audioOutput));
        BigInteger scaled = pico.multiply(BigInteger.valueOf(WHOLE_BASIS_POINTS - discountBasisPoints));
        BigInteger unit = BigInteger.valueOf(UNIT);
        BigInteger nanos = scaled.add(unit.shiftRight(1)).divide(unit);
        return nanos.bitLength() < Long.SIZE ? nanos.longValue() : Long.MAX_VALUE;
    }

    private Rates ratesFor(long inputTokens) {
        for (Step step : steps) {
            if (inputTokens > step.above) {
                return step.rates;
            }
        }
        return base;
    }

    private static BigInteger times(long units, long price) {
        return BigInteger.valueOf(units).multiply(BigInteger.valueOf(price));
    }
}
