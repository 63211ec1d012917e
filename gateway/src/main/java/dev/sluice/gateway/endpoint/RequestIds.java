package dev.sluice.gateway.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.SplittableRandom;

/** Makes UUIDv7 (RFC 9562): the time in front, so that ids sort and are found by it. One per event loop. */
final class RequestIds {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH = 36;

    private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());
    /** Of the id that is being made. */
    private final byte[] text = new byte[LENGTH];

    String next(long timeMillis) {
        long high = (timeMillis << 16) | 0x7000L | random.nextInt(0x1000);
        long low = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
        hex(0, high >>> 32, 8);
        hex(9, high >>> 16, 4);
        hex(14, high, 4);
        hex(19, low >>> 48, 4);
        hex(24, low, 12);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** The lowest digits of a number, and the hyphen behind them. */
    private void hex(int at, long number, int digits) {
        for (int i = 0; i < digits; i++) {
            text[at + i] = HEX[(int) (number >>> (4 * (digits - 1 - i))) & 0xf];
        }
        if (at + digits < LENGTH) {
            text[at + digits] = '-';
        }
    }
}
