package dev.sluice.contract.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key-encryption key (KEK) and the keys derived from it by HKDF-SHA-256 (RFC 5869), one per purpose. Shared by the
 * control plane and its gateways; never leaves a process.
 */
public final class KeyEncryptionKey {
    private final byte[] bytes;

    private KeyEncryptionKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * @param base64 of 32 bytes
     * @throws IllegalArgumentException with what is expected, never with what was read
     */
    public static KeyEncryptionKey ofBase64(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is not base64: expected base64 of 32 random bytes", e);
        }
        if (bytes.length != 32) {
            throw new IllegalArgumentException("has " + bytes.length + " bytes: expected base64 of 32 random bytes");
        }
        return new KeyEncryptionKey(bytes);
    }

    /** Wraps the data keys of {@link SecretEnvelope}. */
    SecretKey wrappingKey() {
        return new SecretKeySpec(derive("sluice secret envelope v1"), "AES");
    }

    /** Signs change-sets, snapshots and last-known-good files. */
    public SignedFrame.Key signingKey() {
        return new SignedFrame.Key(derive("sluice policy signature v1"));
    }

    /** The bearer with which gateways read {@code GET /internal/policy}. */
    public String internalBearer() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(derive("sluice internal bearer v1"));
    }

    private byte[] derive(String purpose) {
        try {
            KDF hkdf = KDF.getInstance("HKDF-SHA256");
            return hkdf.deriveData(HKDFParameterSpec.ofExtract()
                    .addIKM(bytes)
                    .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), 32));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 25 platform has HKDF-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "KeyEncryptionKey[***]";
    }
}
