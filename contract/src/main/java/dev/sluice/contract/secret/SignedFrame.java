package dev.sluice.contract.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Bytes with a signature in front: {@code "SLF1"}, 32 bytes of HMAC-SHA-256 over the purpose, a zero byte and the
 * payload, then the payload. The purpose keeps a frame of one kind from passing as another.
 */
public final class SignedFrame {
    private static final byte[] MAGIC = "SLF1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 4 + 32;

    private SignedFrame() {}

    /** What a frame is for. */
    public enum Purpose {
        CHANGE_SET,
        SNAPSHOT,
        LAST_KNOWN_GOOD,
        ISSUER_KEYS
    }

    /** 32 bytes; see {@link KeyEncryptionKey#signingKey()}. */
    public static final class Key {
        private final SecretKeySpec spec;

        Key(byte[] bytes) {
            spec = new SecretKeySpec(bytes, "HmacSHA256");
        }
    }

    public static byte[] sign(Key key, Purpose purpose, byte[] payload) {
        byte[] frame = new byte[HEADER + payload.length];
        System.arraycopy(MAGIC, 0, frame, 0, MAGIC.length);
        System.arraycopy(mac(key, purpose, payload), 0, frame, MAGIC.length, 32);
        System.arraycopy(payload, 0, frame, HEADER, payload.length);
        return frame;
    }

    /**
     * @return the payload
     * @throws IOException when it is no frame of this purpose, or was not signed with this key
     */
    public static byte[] verify(Key key, Purpose purpose, byte[] frame) throws IOException {
        if (frame.length < HEADER || !Arrays.equals(frame, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException("not a signed frame");
        }
        byte[] payload = Arrays.copyOfRange(frame, HEADER, frame.length);
        byte[] signature = Arrays.copyOfRange(frame, MAGIC.length, HEADER);
        if (!MessageDigest.isEqual(signature, mac(key, purpose, payload))) {
            throw new IOException("the signature is not ours: another KEK, or altered bytes");
        }
        return payload;
    }

    private static byte[] mac(Key key, Purpose purpose, byte[] payload) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key.spec);
            mac.update(purpose.name().getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            return mac.doFinal(payload);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
