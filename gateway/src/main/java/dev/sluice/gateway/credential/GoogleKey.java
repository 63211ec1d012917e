package dev.sluice.gateway.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;

/** The key file of a Google service account, read. */
record GoogleKey(String email, String keyId, PrivateKey key, String tokenUri) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final String TOKEN_URI = "https://oauth2.googleapis.com/token";
    /** The longest that Google takes. */
    private static final long LIFE_SECONDS = 3600;

    static GoogleKey parse(String file) throws ExchangeException {
        try {
            JsonNode node = JSON.readTree(file);
            String email = node.path("client_email").asText();
            if (email.isEmpty()) {
                throw new ExchangeException("the key of the service account has no client_email");
            }
            return new GoogleKey(
                    email,
                    node.path("private_key_id").asText(),
                    privateKey(node.path("private_key").asText()),
                    node.path("token_uri").asText(TOKEN_URI));
        } catch (JsonProcessingException e) {
            throw new ExchangeException("the key of the service account is not JSON");
        }
    }

    private static PrivateKey privateKey(String pem) throws ExchangeException {
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new ExchangeException("private_key of the service account is not an RSA key in PKCS #8");
        }
    }

    /** A signed claim to the account (RFC 7523), valid from now. */
    String claim(Instant now) throws ExchangeException {
        String header = JSON.createObjectNode()
                .put("alg", "RS256")
                .put("typ", "JWT")
                .put("kid", keyId)
                .toString();
        String claims = JSON.createObjectNode()
                .put("iss", email)
                .put("scope", SCOPE)
                .put("aud", tokenUri)
                .put("iat", now.getEpochSecond())
                .put("exp", now.getEpochSecond() + LIFE_SECONDS)
                .toString();
        String signed =
                base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        return signed + "." + base64(signature(signed));
    }

    private byte[] signature(String text) throws ExchangeException {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new ExchangeException("private_key of the service account cannot sign");
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "GoogleKey[" + email + "]";
    }
}
