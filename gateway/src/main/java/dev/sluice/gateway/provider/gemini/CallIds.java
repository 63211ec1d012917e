package dev.sluice.gateway.provider.gemini;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Ids for calls, which clients need and most models here do not give. Not a secret, but never the same twice. */
final class CallIds {
    /** With the prefix within the 40 characters that other providers take, should the history go to one. */
    private static final int RANDOM_BYTES = 16;

    private CallIds() {}

    static String next() {
        byte[] random = new byte[RANDOM_BYTES];
        ThreadLocalRandom.current().nextBytes(random);
        return "call_" + HexFormat.of().formatHex(random);
    }
}
