package dev.sluice.gateway.provider;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Ids for calls, which clients need and some providers do not give. Not a secret, but never the same twice. */
public final class CallIds {
    /** With the prefix within the 40 characters that other providers take, should the history go to one. */
    private static final int RANDOM_BYTES = 16;

    private CallIds() {}

    public static String next() {
        byte[] random = new byte[RANDOM_BYTES];
        ThreadLocalRandom.current().nextBytes(random);
        return "call_" + HexFormat.of().formatHex(random);
    }
}
