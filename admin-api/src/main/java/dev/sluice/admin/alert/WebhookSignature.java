package dev.sluice.admin.alert;

import dev.sluice.contract.policy.InvalidField;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a webhook as the Standard Webhooks specification 1.0.0 has it for symmetric keys: HMAC-SHA256 over
 * {@code id.timestamp.body}, base64, behind {@code v1,}. A secret with {@code whsec_} in front is base64; any other is taken by
 * its bytes.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard Webhooks</a>
 */
final class WebhookSignature {
    private static final String PREFIX = "whsec_";

    private WebhookSignature() {}

    /**
     * @param id without a full stop
     * @param timestamp of the try, in seconds since the epoch
     */
    static String of(String secret, String id, long timestamp, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(secret), "HmacSHA256"));
            byte[] signature = mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static byte[] key(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return secret.getBytes(StandardCharsets.UTF_8);
        }
        try {
            byte[] key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
            if (key.length > 0) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidField("secret", "begins with whsec_, and what follows is no base64");
        }
        throw new InvalidField("secret", "begins with whsec_, and nothing follows");
    }
}
