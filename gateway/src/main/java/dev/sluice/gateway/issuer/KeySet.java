package dev.sluice.gateway.issuer;

import dev.sluice.gateway.auth.TokenKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer published (a JWK set, RFC 7517), and of it the keys that signatures can be checked with.
 *
 * @param byId those without a {@code kid} are left out: a token says by it which key is meant
 * @param text as it came, for the file
 * @param fetchedAt by the wall clock
 */
record KeySet(Map<String, TokenKey> byId, String text, Instant fetchedAt) {
    private static final int MAX_KEYS = 100;
    private static final int MIN_RSA_BITS = 2048;
    /** A check takes longer with each bit, and anybody may ask for one. */
    private static final int MAX_RSA_BITS = 8192;

    private static final Set<String> RSA = Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");

    /** @throws FetchException when there is nothing to be had of it */
    static KeySet read(String text, Instant fetchedAt) throws FetchException {
        Object listed;
        try {
            listed = JsonUtil.parseJson(text).get("keys");
        } catch (JoseException | RuntimeException e) {
            throw new FetchException("what it published is not JSON");
        }
        if (!(listed instanceof List<?> list) || list.size() > MAX_KEYS) {
            throw new FetchException("what it published is no list of at most " + MAX_KEYS + " keys");
        }
        Map<String, TokenKey> byId = new HashMap<>();
        for (Object entry : list) {
            if (entry instanceof Map<?, ?> jwk && jwk.get("kid") instanceof String kid) {
                TokenKey key = usable(jwk);
                if (key != null) {
                    byId.putIfAbsent(kid, key);
                }
            }
        }
        if (byId.isEmpty()) {
            throw new FetchException("it published no key that could be used");
        }
        return new KeySet(Map.copyOf(byId), text, fetchedAt);
    }

    /** Null for a key that is for something else, or for nothing: the others are in force all the same. */
    private static @Nullable TokenKey usable(Map<?, ?> jwk) {
        boolean forSignatures = (!jwk.containsKey("use") || "sig".equals(jwk.get("use")))
                && (!jwk.containsKey("key_ops")
                        || (jwk.get("key_ops") instanceof List<?> operations && operations.contains("verify")));
        if (!forSignatures) {
            return null;
        }
        try {
            Map<String, Object> parameters = new HashMap<>();
            jwk.forEach((name, value) -> parameters.put(String.valueOf(name), value));
            if (!(JsonWebKey.Factory.newJwk(parameters) instanceof PublicJsonWebKey read)) {
                return null;
            }
            PublicKey key = read.getPublicKey();
            Set<String> algorithms = algorithms(key, read);
            Object only = jwk.get("alg");
            if (only != null) {
                algorithms = algorithms.contains(only) ? Set.of(String.valueOf(only)) : Set.of();
            }
            return algorithms.isEmpty() ? null : new TokenKey(key, algorithms);
        } catch (JoseException | RuntimeException e) { // whatever is wrong with one key
            return null;
        }
    }

    private static Set<String> algorithms(PublicKey key, PublicJsonWebKey jwk) {
        return switch (key) {
            case RSAPublicKey rsa -> {
                int bits = rsa.getModulus().bitLength();
                yield bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS ? RSA : Set.of();
            }
            case ECPublicKey _
            when jwk instanceof EllipticCurveJsonWebKey curve ->
                switch (curve.getCurveName()) {
                    case "P-256" -> Set.of("ES256");
                    case "P-384" -> Set.of("ES384");
                    default -> Set.of();
                };
            case EdECPublicKey _ -> Set.of("EdDSA");
            default -> Set.of();
        };
    }
}
