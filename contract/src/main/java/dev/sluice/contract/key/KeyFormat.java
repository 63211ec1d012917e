package dev.sluice.contract.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Keys look like {@code sl_<u|s>_<8-char id>_<43 base62>_<6-char checksum>}: recognisable by secret scanners, with a
 * checksum (CRC-32 of all before it, base62) that tells a typing error from a wrong key. With 256 random bits neither
 * salt nor a slow hash buys anything, so the SHA-256 of the whole key stands for it.
 */
public final class KeyFormat {
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Pattern FORM = Pattern.compile("(sl_[us]_([0-9A-Za-z]{8})_[0-9A-Za-z]{43})_([0-9A-Za-z]{6})");

    private KeyFormat() {}

    /** A new key, and the public id inside it. */
    public record NewKey(String key, String id) {}

    public static NewKey generate(boolean forServiceAccount, SecureRandom random) {
        String id = letters(8, random);
        String body = "sl_" + (forServiceAccount ? "s" : "u") + "_" + id + "_" + letters(43, random);
        return new NewKey(body + "_" + checksum(body), id);
    }

    /** The public id of a key of our form with a right checksum. */
    public static Optional<String> idOf(String key) {
        Matcher matcher = FORM.matcher(key);
        return matcher.matches() && checksum(matcher.group(1)).equals(matcher.group(3))
                ? Optional.of(matcher.group(2))
                : Optional.empty();
    }

    /** Lower-case hex of the SHA-256 of the whole key. */
    public static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String letters(int count, SecureRandom random) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(BASE62.charAt(random.nextInt(62)));
        }
        return text.toString();
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        long value = crc.getValue();
        char[] digits = new char[6];
        for (int i = 5; i >= 0; i--) {
            digits[i] = BASE62.charAt((int) (value % 62));
            value /= 62;
        }
        return new String(digits);
    }
}
