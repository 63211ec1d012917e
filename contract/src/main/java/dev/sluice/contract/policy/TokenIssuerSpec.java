package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider whose tokens gateways take in place of keys.
 *
 * @param issuer the exact value of {@code iss}
 * @param audiences the token's {@code aud} must contain one
 * @param algorithms of signatures; absent: RS256 and ES256
 * @param jwksUrl where its keys are; absent: what the issuer's OpenID metadata says
 * @param authorizedParties the token's {@code azp} (or {@code client_id}) must be one; absent: any
 * @param team absent: the team of the subject
 * @param metadata of the request, from claims: key to {@link ClaimPath}
 * @param requiredClaims {@link ClaimPath} to values, of which the claim must be, or contain, one
 * @param models patterns of what its tokens may use of what their subjects may; absent: all of that
 */
public record TokenIssuerSpec(
        String issuer,
        List<String> audiences,
        List<String> algorithms,
        @Nullable String jwksUrl,
        @JsonProperty("allowPrivateNetwork") boolean allowPrivateNetwork,
        List<String> authorizedParties,
        TokenSubject subject,
        @Nullable TokenTeam team,
        UnknownSubjects unknownSubjects,
        Map<String, String> metadata,
        Map<String, List<String>> requiredClaims,
        List<String> models,
        List<String> denyModels)
        implements PolicySpec {
    private static final List<String> ALGORITHMS =
            List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA");
    private static final List<String> USUAL_ALGORITHMS = List.of("RS256", "ES256");
    private static final int MAX_TEXT = 500;

    public TokenIssuerSpec {
        text(Check.required(issuer, "issuer", "write the value of iss in its tokens"), "issuer");
        checkUrls(issuer, jwksUrl, allowPrivateNetwork);
        audiences = texts(audiences, "audiences");
        if (audiences.isEmpty()) {
            throw new InvalidField(
                    "audiences",
                    "is empty: name at least one value of aud, or any token of the issuer"
                            + " would do, whoever it was made for");
        }
        algorithms = algorithms(algorithms);
        authorizedParties = texts(authorizedParties, "authorizedParties");
        subject = subject == null ? TokenSubject.USUAL : subject;
        unknownSubjects = unknownSubjects == null ? UnknownSubjects.REFUSE : unknownSubjects;
        metadata = Check.tags(metadata, "metadata");
        metadata.forEach((key, claim) -> ClaimPath.parse(claim, "metadata." + key));
        requiredClaims = requiredClaims(requiredClaims);
        // An empty list is not written, and what is absent allows all: it must not become that on its way to a gateway.
        if (models != null && models.isEmpty()) {
            throw new InvalidField("models", "is empty, so its tokens could use nothing: name models, or leave it out");
        }
        models = models == null ? List.of("*") : Check.patterns(models, "models");
        denyModels = Check.patterns(denyModels, "denyModels");
    }

    private static void checkUrls(String issuer, @Nullable String jwksUrl, boolean allowPrivateNetwork) {
        try {
            JwksUrl.parse(jwksUrl == null ? KeySource.metadataUrl(issuer) : jwksUrl, allowPrivateNetwork);
        } catch (InvalidField e) {
            throw new InvalidField(
                    jwksUrl == null ? "issuer" : "jwksUrl",
                    e.getMessage() + (jwksUrl == null ? ", or give jwksUrl" : ""));
        }
        if (jwksUrl == null && issuer.indexOf('?') >= 0) {
            throw new InvalidField("issuer", "has a query, so it has no metadata: give jwksUrl");
        }
    }

    private static List<String> algorithms(@Nullable List<String> given) {
        List<String> algorithms = Check.list(given, "algorithms");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < algorithms.size(); i++) {
            String field = "algorithms[" + i + "]";
            if (!ALGORITHMS.contains(algorithms.get(i))) {
                throw new InvalidField(
                        field,
                        "'" + Check.shorten(algorithms.get(i)) + "' is not taken: use some of "
                                + String.join(", ", ALGORITHMS));
            }
            if (!seen.add(algorithms.get(i))) {
                throw new InvalidField(field, "is there twice: remove one");
            }
        }
        return algorithms.isEmpty() ? USUAL_ALGORITHMS : algorithms;
    }

    private static Map<String, List<String>> requiredClaims(@Nullable Map<String, List<String>> given) {
        if (given == null) {
            return Map.of();
        }
        if (given.size() > 20) {
            throw new InvalidField("requiredClaims", "has " + given.size() + " claims: at most 20 are allowed");
        }
        Map<String, List<String>> checked = new java.util.TreeMap<>();
        given.forEach((claim, values) -> {
            ClaimPath.parse(claim, "requiredClaims." + claim);
            List<String> wanted = texts(values, "requiredClaims." + claim);
            if (wanted.isEmpty()) {
                throw new InvalidField("requiredClaims." + claim, "is empty: name the values that are good");
            }
            checked.put(claim, wanted);
        });
        return Map.copyOf(checked);
    }

    private static List<String> texts(@Nullable List<String> values, String field) {
        List<String> texts = Check.list(values, field);
        for (int i = 0; i < texts.size(); i++) {
            text(texts.get(i), field + "[" + i + "]");
        }
        return texts;
    }

    private static void text(String value, String field) {
        if (value.isBlank() || value.length() > MAX_TEXT || value.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidField(field, "must be 1 to " + MAX_TEXT + " characters, and not blank");
        }
    }

    public KeySource keySource() {
        return new KeySource(issuer, jwksUrl, allowPrivateNetwork);
    }
}
