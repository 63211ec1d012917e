package dev.sluice.contract.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Envelope encryption of one secret: a random data key encrypts it with AES-256-GCM, the KEK's wrapping key encrypts the
 * data key. Both are bound (as associated data) to the place the secret belongs to, so that rows cannot be swapped. Form:
 * {@code sle1:<wrapped key>:<ciphertext>}, base64url, each with its 12-byte nonce in front.
 */
public final class SecretEnvelope {
    private static final String PREFIX = "sle1:";
    private static final int NONCE = 12;

    private final SecretKey wrappingKey;
    private final SecureRandom random = new SecureRandom();

    public SecretEnvelope(KeyEncryptionKey kek) {
        wrappingKey = kek.wrappingKey();
    }

    /** @param binding where the secret belongs, such as {@code openai-main/primary} */
    public String seal(String secret, String binding) {
        byte[] dataKey = new byte[32];
        random.nextBytes(dataKey);
        byte[] wrapped = crypt(Cipher.ENCRYPT_MODE, wrappingKey, dataKey, binding);
        byte[] sealed = crypt(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(dataKey, "AES"),
                secret.getBytes(StandardCharsets.UTF_8),
                binding);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return PREFIX + base64.encodeToString(wrapped) + ":" + base64.encodeToString(sealed);
    }

    /** @throws IllegalArgumentException when it was sealed with another KEK, for another place, or was altered */
    public String open(String envelope, String binding) {
        String[] parts = envelope.split(":", -1);
        if (!envelope.startsWith(PREFIX) || parts.length != 3) {
            throw new IllegalArgumentException("is not an envelope");
        }
        byte[] dataKey = crypt(Cipher.DECRYPT_MODE, wrappingKey, decode(parts[1]), binding);
        byte[] secret = crypt(Cipher.DECRYPT_MODE, new SecretKeySpec(dataKey, "AES"), decode(parts[2]), binding);
        return new String(secret, StandardCharsets.UTF_8);
    }

    private static byte[] decode(String base64) {
        return Base64.getUrlDecoder().decode(base64);
    }

    private byte[] crypt(int mode, SecretKey key, byte[] input, String binding) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            byte[] nonce = new byte[NONCE];
            if (mode == Cipher.ENCRYPT_MODE) {
                random.nextBytes(nonce);
            } else {
                if (input.length < NONCE) {
                    throw new IllegalArgumentException("is not an envelope");
                }
                System.arraycopy(input, 0, nonce, 0, NONCE);
            }
            cipher.init(mode, key, new GCMParameterSpec(128, nonce));
            cipher.updateAAD(binding.getBytes(StandardCharsets.UTF_8));
            if (mode == Cipher.DECRYPT_MODE) {
                return cipher.doFinal(input, NONCE, input.length - NONCE);
            }
            byte[] output = new byte[NONCE + cipher.getOutputSize(input.length)];
            System.arraycopy(nonce, 0, output, 0, NONCE);
            cipher.doFinal(input, 0, input.length, output, NONCE);
            return output;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot be opened: another KEK, another place, or altered bytes", e);
        }
    }
}
