package dev.sluice.contract.limit.lease;

import dev.sluice.contract.limit.lease.LeaseDocument.About;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names the documents of leases. Hashed: keys of the store are short and plain, values of dimensions are neither. */
public final class LeaseKey {
    private LeaseKey() {}

    public static String of(About about) {
        Long start = about.startMillis();
        String name = about.segment() + "\n" + about.limit() + "\n" + (start == null ? "" : start);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return "lease." + HexFormat.of().formatHex(hash, 0, 20);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
