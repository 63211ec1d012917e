package dev.sluice.admin.token;

import dev.sluice.admin.signing.EllipticKey;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/** Access tokens: ES256, short, and never stored. */
@ApplicationScoped
public class Tokens {
    public static final String COOKIE = "__Host-sluice";
    public static final Duration LIFETIME = Duration.ofMinutes(15);
    public static final Duration GATEWAY_LIFETIME = Duration.ofMinutes(5);

    private static final String ISSUER = "sluice";
    private static final String ADMIN = "sluice-admin";
    private static final String GATEWAY = "sluice-gateway";

    private final SigningKeys keys;

    Tokens(SigningKeys keys) {
        this.keys = keys;
    }

    public String forAdmin(String user) {
        return sign(user, ADMIN, LIFETIME);
    }

    /** For the playground: the gateway treats it as that user. */
    public String forGateway(String user) {
        return sign(user, GATEWAY, GATEWAY_LIFETIME);
    }

    private String sign(String user, String audience, Duration lifetime) {
        EllipticKey key = keys.required();
        Instant now = Instant.now();
        return Jwt.issuer(ISSUER)
                .audience(audience)
                .subject(user)
                .issuedAt(now)
                .expiresAt(now.plus(lifetime))
                .jws()
                .keyId(key.id())
                .algorithm(io.smallrye.jwt.algorithm.SignatureAlgorithm.ES256)
                .sign(key.privateKey());
    }

    /** The user a token of ours for this API names; empty when it is not one, or is too old. */
    public Optional<String> verify(String token) {
        return keys.current().flatMap(key -> subject(token, key));
    }

    private static Optional<String> subject(String token, EllipticKey key) {
        try {
            return Optional.of(new JwtConsumerBuilder()
                    .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, "ES256")
                    .setVerificationKey(key.publicKey())
                    .setExpectedIssuer(ISSUER)
                    .setExpectedAudience(ADMIN)
                    .setRequireSubject()
                    .setRequireExpirationTime()
                    .build()
                    .processToClaims(token)
                    .getSubject());
        } catch (InvalidJwtException | MalformedClaimException e) {
            return Optional.empty();
        }
    }
}
