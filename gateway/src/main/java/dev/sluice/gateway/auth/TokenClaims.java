package dev.sluice.gateway.auth;

import dev.sluice.contract.policy.ClaimPath;
import dev.sluice.contract.policy.CompiledIssuer;
import dev.sluice.contract.policy.Subject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token says that was found good.
 *
 * @param teams in the token's order; policy may know none of them
 * @param metadata of requests
 */
record TokenClaims(Subject subject, List<String> teams, Map<String, String> metadata, long expiresAtSeconds) {
    static final long LEEWAY_SECONDS = 60;
    private static final int MAX_METADATA = 256;

    /** @param claims whose signature was good */
    static TokenClaims check(CompiledIssuer issuer, Map<String, Object> claims, long nowSeconds) throws TokenRefused {
        if (claims.containsKey("events")) {
            throw new TokenRefused("it tells of an event, such as a logout");
        }
        if (!texts(claims.get("aud"), "aud").stream()
                .anyMatch(audience -> issuer.spec().audiences().contains(audience))) {
            throw new TokenRefused("its aud is somebody else");
        }
        checkParty(issuer.spec().authorizedParties(), claims);
        Long expiry = seconds(claims, "exp");
        if (expiry == null || expiry <= nowSeconds - LEEWAY_SECONDS) {
            throw new TokenRefused(expiry == null ? "it has no exp" : "it has expired");
        }
        for (String name : List.of("nbf", "iat")) {
            Long from = seconds(claims, name);
            if (from != null && from > nowSeconds + LEEWAY_SECONDS) {
                throw new TokenRefused("its " + name + " is in the future");
            }
        }
        checkRequired(issuer.required(), claims);
        return new TokenClaims(
                subject(issuer, claims),
                issuer.team() == null ? List.of() : teams(issuer.team().in(claims)),
                metadata(issuer, claims),
                expiry);
    }

    /** Whom the issuer gave it to: {@code azp} of OpenID Connect, {@code client_id} of RFC 9068. */
    private static void checkParty(List<String> parties, Map<String, Object> claims) throws TokenRefused {
        Object party = claims.containsKey("azp") ? claims.get("azp") : claims.get("client_id");
        if (party != null && !(party instanceof String)) {
            throw new TokenRefused("its azp is no text");
        }
        if (!parties.isEmpty() && (party == null || !parties.contains(party))) {
            throw new TokenRefused("its azp is not one of the authorized parties");
        }
    }

    private static @Nullable Long seconds(Map<String, Object> claims, String name) throws TokenRefused {
        if (!claims.containsKey(name)) {
            return null;
        }
        if (claims.get(name) instanceof Number seconds) {
            return seconds.longValue();
        }
        throw new TokenRefused("its " + name + " is no number");
    }

    private static void checkRequired(Map<ClaimPath, Set<String>> required, Map<String, Object> claims)
            throws TokenRefused {
        for (Map.Entry<ClaimPath, Set<String>> wanted : required.entrySet()) {
            Object found = wanted.getKey().in(claims);
            boolean good = found instanceof List<?> several
                    ? several.stream().anyMatch(one -> wanted.getValue().contains(asText(one)))
                    : wanted.getValue().contains(asText(found));
            if (!good) {
                throw new TokenRefused("it lacks the required "
                        + String.join(".", wanted.getKey().names()));
            }
        }
    }

    private static Subject subject(CompiledIssuer issuer, Map<String, Object> claims) throws TokenRefused {
        if (issuer.subject().in(claims) instanceof String name && CompiledIssuer.isName(name)) {
            return new Subject(issuer.spec().subject().as().type(), name);
        }
        throw new TokenRefused("its subject is missing, or no name");
    }

    private static List<String> teams(@Nullable Object claim) {
        return switch (claim) {
            case String one -> List.of(one);
            case List<?> several -> {
                yield several.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            }
            case null, default -> List.of();
        };
    }

    private static Map<String, String> metadata(CompiledIssuer issuer, Map<String, Object> claims) {
        Map<String, String> metadata = new HashMap<>();
        issuer.metadata().forEach((key, path) -> {
            String value = asText(path.in(claims));
            if (!value.isEmpty() && value.length() <= MAX_METADATA) {
                metadata.put(key, value);
            }
        });
        return Map.copyOf(metadata);
    }

    /** Of text, numbers, true and false; empty for all else. */
    private static String asText(@Nullable Object claim) {
        return claim instanceof String || claim instanceof Number || claim instanceof Boolean ? claim.toString() : "";
    }

    /** One text, or a list of nothing else. */
    private static List<String> texts(@Nullable Object claim, String name) throws TokenRefused {
        List<String> texts = teams(claim);
        if (texts.isEmpty() || (claim instanceof List<?> several && several.size() != texts.size())) {
            throw new TokenRefused("its " + name + " is missing, or no text");
        }
        return texts;
    }
}
