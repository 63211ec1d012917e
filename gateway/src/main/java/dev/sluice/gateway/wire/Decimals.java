package dev.sluice.gateway.wire;

import java.nio.charset.StandardCharsets;

/** Writes whole numbers of a small unit as decimals of a larger one, without rounding. */
public final class Decimals {
    /** The digits of any long, a point, and room for more places than digits. */
    static final int MAX_LENGTH = 32;

    private Decimals() {}

    /**
     * {@code fixed(1500, 3)} is {@code 1.500}.
     *
     * @param value not negative
     * @param places behind the point, 1 to 30
     */
    public static String fixed(long value, int places) {
        byte[] text = new byte[MAX_LENGTH];
        int at = write(value, places, text, text.length);
        return new String(text, at, text.length - at, StandardCharsets.ISO_8859_1);
    }

    /**
     * From behind.
     *
     * @param places 0: no point
     * @param end behind the last digit
     * @return where the first digit is
     */
    static int write(long value, int places, byte[] text, int end) {
        int at = end;
        long rest = value;
        for (int i = 0; i <= places || rest > 0; i++) {
            if (i == places && i > 0) {
                text[--at] = '.';
            }
            text[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at;
    }
}
