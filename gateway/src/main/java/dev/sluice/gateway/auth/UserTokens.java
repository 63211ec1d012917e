package dev.sluice.gateway.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.policy.PolicySnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the short-lived tokens with which the control plane lets a person call the gateway: compact JWS (RFC 7515) of
 * ES256 alone, audience {@code sluice-gateway}, signed by a key that policy carries. A good token is remembered until it
 * expires, since a signature costs as much as ten requests. Not thread-safe: one per event loop.
 */
final class UserTokens {
    static final String AUDIENCE = "sluice-gateway";
    private static final int REMEMBERED = 1000;
    private static final long LEEWAY_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InstantSource clock;
    private final Map<String, Known> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Known(String user, long expiresAtSeconds, PublicKey signedBy, String kid) {}

    UserTokens(InstantSource clock) {
        this.clock = clock;
    }

    /** Three base64url parts, the first a JSON object; our keys begin with {@code sl_}. */
    static boolean looksLikeToken(String credential) {
        return credential.startsWith("eyJ")
                && credential.chars().filter(c -> c == '.').count() == 2;
    }

    /** @return the user it was made for, or null when it is not good */
    @Nullable
    String userOf(PolicySnapshot policy, String token) {
        long now = clock.millis() / 1000;
        Known remembered = known.get(token);
        if (remembered == null) {
            remembered = verify(policy, token);
            if (remembered == null) {
                return null;
            }
            known.put(token, remembered);
        }
        boolean good = remembered.expiresAtSeconds + LEEWAY_SECONDS > now
                && remembered.signedBy.equals(policy.signingKeys().get(remembered.kid));
        return good ? remembered.user : null;
    }

    private static @Nullable Known verify(PolicySnapshot policy, String token) {
        String[] parts = token.split("\\.", -1);
        try {
            JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
            String kid = header.path("kid").asText();
            PublicKey key = policy.signingKeys().get(kid);
            if (key == null || !header.path("alg").asText().equals("ES256") || header.has("crit")) {
                return null;
            }
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
                return null;
            }
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            boolean forUs = claims.path("aud").asText().equals(AUDIENCE)
                    || (claims.path("aud").isArray()
                            && claims.path("aud").size() == 1
                            && claims.path("aud").get(0).asText().equals(AUDIENCE));
            String user = claims.path("sub").asText();
            return forUs && !user.isEmpty() && claims.path("exp").isNumber()
                    ? new Known(user, claims.path("exp").asLong(), key, kid)
                    : null;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }
}
