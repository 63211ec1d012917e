package dev.sluice.contract.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An order-independent digest of a set of (object, revision): the sum, modulo 2^64 twice, of the halves of each member's
 * SHA-256. Two gateways with the same objects have the same digest whatever the order of arrival. Not thread-safe.
 */
public final class PolicyDigest {
    private final MessageDigest sha256;
    private long high;
    private long low;

    public PolicyDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void add(ObjectId id, long revision) {
        ByteBuffer hash = hash(id, revision);
        high += hash.getLong();
        low += hash.getLong();
    }

    void remove(ObjectId id, long revision) {
        ByteBuffer hash = hash(id, revision);
        high -= hash.getLong();
        low -= hash.getLong();
    }

    private ByteBuffer hash(ObjectId id, long revision) {
        String member = id.kind().manifestName() + "\n" + id.name() + "\n" + revision;
        return ByteBuffer.wrap(sha256.digest(member.getBytes(StandardCharsets.UTF_8)));
    }

    /** 32 hex digits. */
    public String value() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
