package dev.sluice.gateway.auth;

import dev.sluice.contract.policy.CompiledIssuer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** A compact JWS (RFC 7515), read but not believed until {@link #verify} returns. */
final class SignedToken {
    /** With each a token says by itself how it is to be checked, or asks for an extension that nobody here knows. */
    private static final List<String> NOT_TAKEN = List.of("crit", "b64", "zip", "jku", "jwk", "x5u", "x5c");
    /** Others are for something else: {@code logout+jwt}, {@code secevent+jwt}, {@code dpop+jwt}. */
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/jwt", "application/at+jwt");

    private static final Map<String, Integer> SIGNATURE_BYTES = Map.of("ES256", 64, "ES384", 96);

    private final JsonWebSignature jws;
    private final Map<String, Object> header;
    private final Map<String, Object> claims;

    private SignedToken(JsonWebSignature jws, Map<String, Object> header, Map<String, Object> claims) {
        this.jws = jws;
        this.header = header;
        this.claims = claims;
    }

    /** The parser refuses a member that is there twice: two readers could see two issuers. */
    static SignedToken read(String token) throws TokenRefused {
        if (!isBase64Url(token)) {
            throw new TokenRefused("it has characters that are not base64url");
        }
        try {
            JsonWebSignature jws = new JsonWebSignature();
            jws.setCompactSerialization(token);
            return new SignedToken(
                    jws,
                    JsonUtil.parseJson(jws.getHeaders().getFullHeaderAsJsonString()),
                    JsonUtil.parseJson(jws.getUnverifiedPayload()));
        } catch (JoseException | RuntimeException e) { // whatever strangers send ends in a refusal
            throw new TokenRefused("it is malformed");
        }
    }

    private static boolean isBase64Url(String token) {
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (!(c >= 'a' && c <= 'z')
                    && !(c >= 'A' && c <= 'Z')
                    && !(c >= '0' && c <= '9')
                    && c != '-'
                    && c != '_'
                    && c != '.') {
                return false;
            }
        }
        return true;
    }

    Map<String, Object> claims() {
        return claims;
    }

    /** Which says whose keys to look in; not believed yet. */
    String issuer() throws TokenRefused {
        return text(claims, "iss");
    }

    String kid() throws TokenRefused {
        return text(header, "kid");
    }

    private static String text(Map<String, Object> object, String name) throws TokenRefused {
        if (object.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new TokenRefused("it has no " + name);
    }

    /** Everything about the header that needs no key. */
    void checkHeader(CompiledIssuer issuer) throws TokenRefused {
        for (String name : NOT_TAKEN) {
            if (header.containsKey(name)) {
                throw new TokenRefused("its header has " + name);
            }
        }
        if (header.containsKey("typ")
                && !(header.get("typ") instanceof String type && TYPES.contains(type.toLowerCase(Locale.ROOT)))) {
            throw new TokenRefused("its typ is another one than JWT or at+jwt");
        }
        if (!issuer.spec().algorithms().contains(text(header, "alg"))) {
            throw new TokenRefused("its alg is not one of the issuer's");
        }
    }

    void verify(TokenKey key) throws TokenRefused {
        String algorithm = text(header, "alg");
        if (!key.algorithms().contains(algorithm)) {
            throw new TokenRefused("its alg does not go with the key");
        }
        try {
            Integer length = SIGNATURE_BYTES.get(algorithm);
            if (length != null && jws.getEncodedSignature().length() != (length * 8 + 5) / 6) {
                throw new TokenRefused("its signature has a wrong length");
            }
            jws.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, algorithm));
            jws.setKey(key.key());
            if (!jws.verifySignature()) {
                throw new TokenRefused("its signature is wrong");
            }
        } catch (JoseException | RuntimeException e) { // whatever strangers send ends in a refusal
            throw new TokenRefused("its signature cannot be checked");
        }
    }
}
