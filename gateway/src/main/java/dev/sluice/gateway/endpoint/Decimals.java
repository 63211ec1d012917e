package dev.sluice.gateway.endpoint;

/** Writes whole numbers of a small unit as decimals of a larger one, without rounding. */
public final class Decimals {
    private Decimals() {}

    /**
     * {@code fixed(1500, 3)} is {@code 1.500}.
     *
     * @param value not negative
     * @param places behind the point, at least 1
     */
    public static String fixed(long value, int places) {
        String digits = Long.toString(value);
        int missing = places + 1 - digits.length();
        StringBuilder text = new StringBuilder(digits.length() + 2 + Math.max(0, missing));
        if (missing > 0) {
            text.repeat('0', missing);
        }
        text.append(digits);
        return text.insert(text.length() - places, '.').toString();
    }
}
