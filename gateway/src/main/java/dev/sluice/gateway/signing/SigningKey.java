package dev.sluice.gateway.signing;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key of one day, region and service, derived from the secret by four HMACs. The last one is kept, since a gateway mostly
 * signs with the same: all threads may use and replace it.
 */
final class SigningKey {
    private static final String HMAC = "HmacSHA256";

    private static volatile @Nullable SigningKey last;

    private final String secret;
    private final String date;
    private final String region;
    private final String service;
    private final byte[] key;

    private SigningKey(String secret, String date, String region, String service) {
        this.secret = secret;
        this.date = date;
        this.region = region;
        this.service = service;
        byte[] ofDate = hmac(SigV4.utf8("AWS4" + secret), date);
        key = hmac(hmac(hmac(ofDate, region), service), "aws4_request");
    }

    /** @return not to be changed */
    static byte[] of(String secret, String date, String region, String service) {
        SigningKey known = last;
        if (known != null
                && known.date.equals(date)
                && known.region.equals(region)
                && known.service.equals(service)
                && known.secret.equals(secret)) {
            return known.key;
        }
        SigningKey derived = new SigningKey(secret, date, region, service);
        last = derived;
        return derived.key;
    }

    static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(SigV4.utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
