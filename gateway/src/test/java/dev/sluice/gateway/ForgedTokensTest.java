package dev.sluice.gateway;

import static dev.sluice.gateway.issuer.SigningPair.base64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.issuer.SigningPair;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Everything that is wrong with a token in one way ends in the same answer, so that the answer teaches nobody. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedTokensTest {
    private final Map<String, String> forged = new LinkedHashMap<>();
    private TokenGateway gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        gateway = new TokenGateway(directory);
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private String claims() {
        return gateway.claims(Map.of());
    }

    private String with(String claim, String value) {
        return gateway.p256.token("ES256", gateway.claims(Map.of(claim, value)));
    }

    private String header(String more) {
        return gateway.p256.signed("ES256", "{\"alg\":\"ES256\",\"kid\":\"p256\"" + more + "}", claims());
    }

    private static String hmac(byte[] secret, String header, String payload) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            String input = base64(header) + "." + base64(payload);
            return input + "." + base64(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private void withoutSignature() {
        for (String none : new String[] {"none", "None", "nOnE", ""}) {
            forged.put(
                    "alg '" + none + "'",
                    base64("{\"alg\":\"" + none + "\",\"kid\":\"p256\"}") + "." + base64(claims()) + ".");
        }
        forged.put(
                "alg none with a signature",
                gateway.p256.signed("ES256", "{\"alg\":\"none\",\"kid\":\"p256\"}", claims()));
        forged.put("no alg", gateway.p256.signed("ES256", "{\"kid\":\"p256\"}", claims()));
        forged.put("no signature", base64("{\"alg\":\"ES256\",\"kid\":\"p256\"}") + "." + base64(claims()) + ".");
    }

    private void withSecrets() {
        String hs = "{\"alg\":\"HS256\",\"kid\":\"rsa\"}";
        byte[] der = gateway.rsa.pair().getPublic().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n";
        forged.put("HS256 with the public key's DER", hmac(der, hs, claims()));
        forged.put("HS256 with the public key's PEM", hmac(pem.getBytes(StandardCharsets.US_ASCII), hs, claims()));
        forged.put(
                "HS256 with the JWK's text", hmac(gateway.rsa.jwk().getBytes(StandardCharsets.US_ASCII), hs, claims()));
        forged.put(
                "HS256 with a secret of the set",
                hmac(
                        "a".repeat(64).getBytes(StandardCharsets.US_ASCII),
                        "{\"alg\":\"HS256\",\"kid\":\"oct\"}",
                        claims()));
        forged.put("RS256 in the header, HS256 in truth", hmac(der, "{\"alg\":\"RS256\",\"kid\":\"rsa\"}", claims()));
    }

    private void withHeaders() {
        String own = gateway.strangers.jwk();
        forged.put("JWE of five parts", base64("{\"alg\":\"RSA-OAEP\",\"enc\":\"A128GCM\"}") + ".a.b.c.d");
        forged.put(
                "JWE around an unsigned token",
                base64("{\"alg\":\"dir\",\"enc\":\"A128GCM\",\"cty\":\"JWT\",\"kid\":\"p256\"}") + "."
                        + base64(claims()) + "." + base64("x"));
        forged.put("crit of nobody", header(",\"crit\":[\"x\"],\"x\":1"));
        forged.put("crit empty", header(",\"crit\":[]"));
        forged.put("crit b64", header(",\"crit\":[\"b64\"],\"b64\":true"));
        forged.put("b64 without crit", header(",\"b64\":false"));
        forged.put("zip", header(",\"zip\":\"DEF\""));
        forged.put("jku", header(",\"jku\":\"https://evil.example.com/keys\""));
        forged.put("x5u", header(",\"x5u\":\"https://evil.example.com/cert\""));
        forged.put("x5c", header(",\"x5c\":[\"MIIB\"]"));
        forged.put("jwk of the issuer's", header(",\"jwk\":" + gateway.p256.jwk()));
        forged.put(
                "jwk of one's own, signed with it",
                gateway.strangers.signed(
                        "ES256", "{\"alg\":\"ES256\",\"kid\":\"p256\",\"jwk\":" + own + "}", claims()));
        for (String typ : new String[] {"secevent+jwt", "logout+jwt", "dpop+jwt", "JWS", ""}) {
            forged.put("typ '" + typ + "'", header(",\"typ\":\"" + typ + "\""));
        }
        forged.put("typ that is no text", header(",\"typ\":[\"JWT\"]"));
        forged.put("two alg", header(",\"alg\":\"ES256\""));
        forged.put("two kid", header(",\"kid\":\"p256\""));
    }

    private void withKeys() {
        forged.put("kid of nobody", new SigningPair("nobody", gateway.p256.pair()).token("ES256", claims()));
        forged.put("kid that is a path", new SigningPair("../../p256", gateway.p256.pair()).token("ES256", claims()));
        forged.put("kid that is no text", gateway.p256.signed("ES256", "{\"alg\":\"ES256\",\"kid\":1}", claims()));
        forged.put("no kid", gateway.p256.signed("ES256", "{\"alg\":\"ES256\"}", claims()));
        forged.put(
                "a stranger's signature under a known kid",
                new SigningPair("p256", gateway.strangers.pair()).token("ES256", claims()));
        forged.put("signed by another issuer's key", gateway.others.token("ES256", claims()));
        forged.put("of another issuer, signed by this one's key", with("iss", "\"" + gateway.other.url() + "\""));
        forged.put("a key for encryption", gateway.forEncryption.token("RS256", claims()));
        forged.put("RSA of 1024 bits", gateway.weak.token("RS256", claims()));
        forged.put("an algorithm that the issuer does not use", gateway.rsa.token("RS512", claims()));
        forged.put("PS256 with a key for RS256", gateway.rs256Only.token("PS256", claims()));
        forged.put(
                "RS256 with an elliptic key",
                gateway.rsa.signed("RS256", "{\"alg\":\"RS256\",\"kid\":\"p256\"}", claims()));
        forged.put(
                "ES256 with an RSA key", gateway.p256.signed("ES256", "{\"alg\":\"ES256\",\"kid\":\"rsa\"}", claims()));
        forged.put("ES256 with a key of P-384", gateway.p384.token("ES256", claims()));
        forged.put("ES384 with a key of P-256", gateway.p256.token("ES384", claims()));
        forged.put(
                "EdDSA with an elliptic key",
                gateway.ed.signed("EdDSA", "{\"alg\":\"EdDSA\",\"kid\":\"p256\"}", claims()));
    }

    private void withSignatures() {
        String good = gateway.p256.token("ES256", claims());
        String input = good.substring(0, good.lastIndexOf('.') + 1);
        byte[] one = new byte[64];
        one[63] = 1;
        byte[] order = new byte[64];
        Arrays.fill(order, (byte) 0xff);
        forged.put("ES256 of zeros", input + base64(new byte[64]));
        forged.put("ES256 with r of zero", input + base64(one));
        forged.put("ES256 beyond the order", input + base64(order));
        forged.put(
                "ES256 as DER",
                input + base64(gateway.p256.signature("ES256-DER", input.substring(0, input.length() - 1))));
        forged.put("ES256 cut short", good.substring(0, good.length() - 4));
        forged.put("ES256 with more after it", good + "AAAA");
        forged.put(
                "RS256 of zeros",
                gateway.rsa.token("RS256", claims()).replaceAll("\\.[^.]*$", "." + base64(new byte[256])));
        forged.put(
                "EdDSA of zeros",
                gateway.ed.token("EdDSA", claims()).replaceAll("\\.[^.]*$", "." + base64(new byte[64])));
        forged.put(
                "other claims under a good signature",
                good.split("\\.", -1)[0] + "." + base64(gateway.claims(Map.of("sub", "\"bot\""))) + "."
                        + good.split("\\.", -1)[2]);
        forged.put("a character that is not base64url", good.replaceFirst("\\.", "!."));
        forged.put("padding", good + "==");
        forged.put("four parts", good + ".");
        forged.put("two parts", input.substring(0, input.length() - 1));
        forged.put("three empty ones", "eyJ..");
        forged.put("a payload that is not JSON", gateway.p256.token("ES256", "ada"));
        forged.put("a payload that is a list", gateway.p256.token("ES256", "[" + claims() + "]"));
        forged.put("a deep payload", gateway.p256.token("ES256", "[".repeat(3000)));
        forged.put("larger than 8 KiB", with("more", "\"" + "a".repeat(8_000) + "\""));
    }

    private void withClaims() {
        long now = Instant.now().getEpochSecond();
        forged.put("no exp", with("exp", ""));
        forged.put("expired", with("exp", Long.toString(now - 61)));
        forged.put("exp as text", with("exp", "\"" + (now + 300) + "\""));
        forged.put("exp of null", with("exp", "null"));
        forged.put("nbf in the future", with("nbf", Long.toString(now + 120)));
        forged.put("nbf as text", with("nbf", "\"0\""));
        forged.put("iat in the future", with("iat", Long.toString(now + 120)));
        forged.put("wrong iss", with("iss", "\"https://evil.example.com\""));
        forged.put("iss with a slash", with("iss", "\"" + gateway.corp.url() + "/\""));
        forged.put("no iss", with("iss", ""));
        forged.put("iss as a list", with("iss", "[\"" + gateway.corp.url() + "\"]"));
        forged.put("two iss", with("x", "1,\"iss\":\"" + gateway.corp.url() + "\""));
        forged.put("two iss, one escaped", with("x", "1,\"\\u0069ss\":\"https://evil.example.com\""));
        forged.put("two sub", with("x", "1,\"sub\":\"bot\""));
        forged.put("wrong aud", with("aud", "\"account\""));
        forged.put("aud that begins alike", with("aud", "\"sluice-\""));
        forged.put("no aud", with("aud", ""));
        forged.put("aud of null", with("aud", "null"));
        forged.put("aud with a number", with("aud", "[\"sluice\",1]"));
        forged.put("wrong azp", with("azp", "\"other-app\""));
        forged.put("no azp", with("azp", ""));
        forged.put("azp as a list", with("azp", "[\"cli\"]"));
        forged.put(
                "a right client_id beside a wrong azp",
                gateway.p256.token("ES256", gateway.claims(Map.of("azp", "\"x\"", "client_id", "\"cli\""))));
        forged.put("no sub", with("sub", ""));
        forged.put("sub as a number", with("sub", "1"));
        forged.put("sub that is no name", with("sub", "\"ada eve\""));
        forged.put("sub of nobody", with("sub", "\"eve\""));
        forged.put("sub of somebody disabled", with("sub", "\"gone\""));
        forged.put("sub of a service account as a user", with("sub", "\"bot\""));
        forged.put("no required claim", with("groups", ""));
        forged.put("none of the required values", with("groups", "[\"staff\"]"));
        forged.put("required values in an object", with("groups", "{\"sluice-users\":\"sluice-users\"}"));
        forged.put("false where true is required", with("email_verified", "false"));
        forged.put("a logout", with("events", "{\"http://schemas.openid.net/event/backchannel-logout\":{}}"));
    }

    @Test
    void shouldRefuseAllWithTheSameAnswer() throws Exception {
        assertThat(gateway.call(gateway.p256.token("ES256", claims())).statusCode())
                .isEqualTo(200);
        HttpResponse<String> unknown = gateway.call("sl_s_nobody");
        assertThat(unknown.statusCode()).isEqualTo(401);
        withoutSignature();
        withSecrets();
        withHeaders();
        withKeys();
        withSignatures();
        withClaims();
        int asked = gateway.served().provider().asked().size();

        List<String> different = new ArrayList<>();
        for (Map.Entry<String, String> one : forged.entrySet()) {
            HttpResponse<String> answer = gateway.call(one.getValue());
            if (answer.statusCode() != 401
                    || !answer.body().equals(unknown.body())
                    || !answer.headers()
                            .map()
                            .keySet()
                            .equals(unknown.headers().map().keySet())) {
                different.add(one.getKey());
            }
        }
        assertThat(different).isEmpty();
        assertThat(forged).hasSizeGreaterThan(90);
        assertThat(gateway.served().provider().asked()).hasSize(asked);
        assertThat(gateway.corp.calls())
                .as("for unknown keys, in less than 30 s")
                .isLessThanOrEqualTo(2);
    }
}
