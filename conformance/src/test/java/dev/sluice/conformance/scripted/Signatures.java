package dev.sluice.conformance.scripted;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** One vendor's signatures of thoughts: it knows its own again, and only below the text that it signed. */
final class Signatures {
    private final String vendor;

    Signatures(String vendor) {
        this.vendor = vendor;
    }

    /** Base64 of the vendor's name and a digest. */
    String sign(String thought) {
        byte[] name = (vendor + "/").getBytes(StandardCharsets.UTF_8);
        byte[] digest = digest(vendor + "\n" + thought);
        byte[] both = Arrays.copyOf(name, name.length + digest.length);
        System.arraycopy(digest, 0, both, name.length, digest.length);
        return Base64.getEncoder().encodeToString(both);
    }

    boolean isOf(String thought, String signature) {
        return sign(thought).equals(signature);
    }

    /** Where the text is not sent beside it. */
    boolean isOwn(String signature) {
        try {
            byte[] decoded = Base64.getDecoder().decode(signature);
            return decoded.length == vendor.length() + 1 + 32
                    && new String(decoded, 0, vendor.length() + 1, StandardCharsets.UTF_8).equals(vendor + "/");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
