package dev.sluice.contract.policy;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Dollars as people write them: decimal strings, exact to the nano-dollar. */
public final class Usd {
    private static final Pattern FORM = Pattern.compile("-?\\d{1,9}(\\.\\d{1,9})?");

    private Usd() {}

    /** @throws InvalidField on {@code field} when the text is no amount of dollars, or less than nothing */
    static long nanos(String text, String field) {
        if (!FORM.matcher(text).matches()) {
            throw new InvalidField(
                    field,
                    "'" + Check.shorten(text) + "' is not an amount of dollars: write a decimal string such as"
                            + " \"50.00\"");
        }
        if (text.startsWith("-")) {
            throw new InvalidField(field, text + " is negative: " + LimitAmount.REMEDY);
        }
        return new BigDecimal(text).movePointRight(9).longValueExact();
    }

    /** Without zeros at the end, but for whole cents: {@code 50.00}, {@code 0.000015}. */
    public static String format(long nanos) {
        BigDecimal dollars = BigDecimal.valueOf(nanos, 9).stripTrailingZeros();
        return (dollars.scale() < 2 ? dollars.setScale(2) : dollars).toPlainString();
    }
}
