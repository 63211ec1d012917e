package dev.sluice.gateway.endpoint;

import java.util.HexFormat;
import java.util.SplittableRandom;

/** Makes UUIDv7 (RFC 9562): the time in front, so that ids sort and are found by it. One per event loop. */
final class RequestIds {
    private final SplittableRandom random = new SplittableRandom(new java.security.SecureRandom().nextLong());

    String next(long timeMillis) {
        long high = timeMillis << 16 | 0x7000L | random.nextInt(0x1000);
        long low = 0x8000_0000_0000_0000L | random.nextLong() >>> 2;
        HexFormat hex = HexFormat.of();
        String first = hex.toHexDigits(high);
        String second = hex.toHexDigits(low);
        return first.substring(0, 8) + "-" + first.substring(8, 12) + "-" + first.substring(12) + "-"
                + second.substring(0, 4) + "-" + second.substring(4);
    }
}
