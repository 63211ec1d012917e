package dev.sluice.gateway.issuer;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** A key of an issuer, with which a test signs whatever it likes. */
public record SigningPair(String kid, KeyPair pair) {
    public static SigningPair rsa(String kid, int bits) {
        return of(kid, "RSA", bits);
    }

    /** @param curve such as {@code secp256r1} */
    public static SigningPair elliptic(String kid, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return new SigningPair(kid, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static SigningPair ed25519(String kid) {
        return of(kid, "Ed25519", 0);
    }

    private static SigningPair of(String kid, String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (bits > 0) {
                generator.initialize(bits);
            }
            return new SigningPair(kid, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** As a JWK, with further members. */
    public String jwk(Map<String, String> more) {
        try {
            PublicJsonWebKey key = (PublicJsonWebKey) JsonWebKey.Factory.newJwk(pair.getPublic());
            key.setKeyId(kid);
            more.forEach(key::setOtherParameter);
            return key.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    public String jwk() {
        return jwk(Map.of());
    }

    /** A token whose header has this algorithm and this key's id. */
    public String token(String algorithm, String payload) {
        return signed(algorithm, "{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"JWT\"}".formatted(algorithm, kid), payload);
    }

    /** Signs as the algorithm says, whatever the header says. */
    public String signed(String algorithm, String header, String payload) {
        String input = base64(header) + "." + base64(payload);
        return input + "." + base64(signature(algorithm, input));
    }

    public byte[] signature(String algorithm, String input) {
        try {
            Signature signature = switch (algorithm) {
                case "RS256" -> Signature.getInstance("SHA256withRSA");
                case "RS512" -> Signature.getInstance("SHA512withRSA");
                case "PS256" -> Signature.getInstance("RSASSA-PSS");
                case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
                case "ES384" -> Signature.getInstance("SHA384withECDSAinP1363Format");
                case "ES256-DER" -> Signature.getInstance("SHA256withECDSA");
                case "EdDSA" -> Signature.getInstance("EdDSA");
                default -> throw new AssertionError(algorithm);
            };
            if (algorithm.equals("PS256")) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initSign(pair.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
