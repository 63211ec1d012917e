package dev.sluice.contract.key;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** SHA-256 of a whole key as four longs: a map key without an array. */
public record KeyHash(long a, long b, long c, long d) {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** @param digest 32 bytes */
    public static KeyHash of(byte[] digest) {
        return new KeyHash((long) LONG.get(digest, 0), (long) LONG.get(digest, 8), (long) LONG.get(digest, 16), (long)
                LONG.get(digest, 24));
    }

    /** @param hex 64 digits */
    public static KeyHash ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    @Override
    public int hashCode() {
        return (int) (a ^ (a >>> 32));
    }
}
