package dev.sluice.contract.policy;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A price list in USD, decimal strings with at most 6 decimals: per 1 000 000 tokens, unless the name says otherwise.
 *
 * @param audioInput and {@code audioOutput}: of audio; it costs what text does where they are absent, and the same in all tiers
 * @param batch share of the price charged for batch calls, as in {@code 50%}
 * @param tiers prices for requests whose input is above a number of tokens; the highest that applies replaces the base
 */
public record Price(
        @Nullable String input,
        @Nullable String cachedInput,
        @Nullable String cacheWrite,
        @Nullable String cacheWrite1h,
        @Nullable String output,
        @Nullable String reasoning,
        @Nullable String audioInput,
        @Nullable String audioOutput,
        @Nullable String perImage,
        @Nullable String perSecond,
        @Nullable String perMillionCharacters,
        @Nullable String perRequest,
        @Nullable String batch,
        List<Tier> tiers) {
    private static final Pattern AMOUNT = Pattern.compile("\\d{1,9}(\\.\\d{1,6})?");

    public Price {
        amount(input, "input");
        amount(cachedInput, "cachedInput");
        amount(cacheWrite, "cacheWrite");
        amount(cacheWrite1h, "cacheWrite1h");
        amount(output, "output");
        amount(reasoning, "reasoning");
        amount(audioInput, "audioInput");
        amount(audioOutput, "audioOutput");
        amount(perImage, "perImage");
        amount(perSecond, "perSecond");
        amount(perMillionCharacters, "perMillionCharacters");
        amount(perRequest, "perRequest");
        if (batch != null) {
            Percent.parse(batch, "batch");
        }
        tiers = Check.list(tiers, "tiers");
    }

    /** Only tokens in and out. */
    public static Price of(String input, String output) {
        return new Price(input, null, null, null, output, null, null, null, null, null, null, null, null, List.of());
    }

    /** Prices of requests with more than {@code above} input tokens; absent ones stay as in the base. */
    public record Tier(
            long above,
            @Nullable String input,
            @Nullable String cachedInput,
            @Nullable String cacheWrite,
            @Nullable String output,
            @Nullable String reasoning) {
        public Tier {
            if (above <= 0) {
                throw new InvalidField("above", "must be greater than 0");
            }
            amount(input, "input");
            amount(cachedInput, "cachedInput");
            amount(cacheWrite, "cacheWrite");
            amount(output, "output");
            amount(reasoning, "reasoning");
        }
    }

    private static void amount(@Nullable String value, String field) {
        if (value != null && !AMOUNT.matcher(value).matches()) {
            throw new InvalidField(
                    field,
                    "'" + Check.shorten(value)
                            + "' is not a price: write USD as a decimal string with at most 6 decimals,"
                            + " such as \"0.15\"");
        }
    }
}
