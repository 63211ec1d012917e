package dev.sluice.contract.policy;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** A share written as {@code 10%}: whole basis points, 0 to 10 000. */
public record Percent(int basisPoints) {
    private static final Pattern FORM = Pattern.compile("\\d{1,3}(\\.\\d{1,2})?%");

    static Percent parse(String text, String field) {
        if (FORM.matcher(text).matches()) {
            int points = new BigDecimal(text.substring(0, text.length() - 1))
                    .movePointRight(2)
                    .intValueExact();
            if (points <= 10_000) {
                return new Percent(points);
            }
        }
        throw new InvalidField(field, "'" + Check.shorten(text) + "' is not a percentage: write 10% or 2.5%");
    }

    /** Reads a percentage that a spec has already checked. */
    public static Percent parse(String text) {
        return parse(text, "percent");
    }
}
