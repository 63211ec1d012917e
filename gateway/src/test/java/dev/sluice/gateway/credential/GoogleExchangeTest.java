package dev.sluice.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.policy.Grant;
import dev.sluice.contract.policy.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GoogleExchangeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KeyPair KEYS = keys();

    private final FakeTokens tokens = new FakeTokens();
    private final MovableClock clock = new MovableClock();

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() {
        tokens.close();
    }

    private static String file(String tokenUri) {
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(KEYS.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        return JSON.createObjectNode()
                .put("type", "service_account")
                .put("client_email", "bot@project.iam.gserviceaccount.com")
                .put("private_key_id", "kid1")
                .put("private_key", pem)
                .put("token_uri", tokenUri)
                .toPrettyString();
    }

    private Exchange.Granted run(Identity identity) throws ExchangeException {
        return new Exchanges(
                        new Platform(Map.of("GCE_METADATA_HOST", tokens.url().substring("http://".length()))), clock)
                .of(identity)
                .run();
    }

    @Test
    void signsAClaimForAToken() throws Exception {
        tokens.thenToken("ya29.x", 3599);

        Exchange.Granted granted = run(new Identity.GoogleKey(file(tokens.url() + "/token"), true));

        assertThat(granted.grant()).isEqualTo(new Grant.Bearer("ya29.x"));
        assertThat(granted.expiresAt()).isEqualTo(clock.instant().plusSeconds(3599));
        FakeTokens.Asked asked = tokens.asked().getFirst();
        assertThat(asked.uri()).isEqualTo("/token");
        assertThat(asked.form()).containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        String[] jwt = asked.field("assertion").split("\\.", -1);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(KEYS.getPublic());
        signature.update((jwt[0] + "." + jwt[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(jwt[2]))).isTrue();
        assertThat(decoded(jwt[0]).toString()).isEqualTo("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"kid1\"}");
        JsonNode claims = decoded(jwt[1]);
        assertThat(claims.path("iss").asText()).isEqualTo("bot@project.iam.gserviceaccount.com");
        assertThat(claims.path("aud").asText()).isEqualTo(tokens.url() + "/token");
        assertThat(claims.path("scope").asText()).isEqualTo("https://www.googleapis.com/auth/cloud-platform");
        assertThat(claims.path("iat").asLong()).isEqualTo(clock.instant().getEpochSecond());
        assertThat(claims.path("exp").asLong()).isEqualTo(clock.instant().getEpochSecond() + 3600);
    }

    private static JsonNode decoded(String part) throws IOException {
        return JSON.readTree(Base64.getUrlDecoder().decode(part));
    }

    @Test
    void doesNotLetAKeyFileLeadInside() {
        assertThatThrownBy(() -> run(new Identity.GoogleKey(file(tokens.url() + "/token"), false)))
                .hasMessageContaining("token_uri");
        assertThatThrownBy(() -> run(new Identity.GoogleKey(file("https://localhost/token"), false)))
                .hasMessageContaining("token_uri");
        assertThat(tokens.asked()).isEmpty();
    }

    @Test
    void tellsWhatIsWrongWithAKey() {
        assertThatThrownBy(() -> run(new Identity.GoogleKey("no json, canary", true)))
                .hasMessage("the key of the service account is not JSON");
        assertThatThrownBy(() -> run(new Identity.GoogleKey("{}", true))).hasMessageContaining("no client_email");
        assertThatThrownBy(
                        () -> run(new Identity.GoogleKey("{\"client_email\":\"a\",\"private_key\":\"canary\"}", true)))
                .hasMessage("private_key of the service account is not an RSA key in PKCS #8");
    }

    @Test
    void asksTheMetadataServer() throws ExchangeException {
        tokens.thenToken("ya29.m", 100);

        assertThat(run(new Identity.GoogleMetadata()).grant()).isEqualTo(new Grant.Bearer("ya29.m"));

        assertThat(tokens.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.uri()).isEqualTo("/computeMetadata/v1/instance/service-accounts/default/token");
            assertThat(asked.headers()).containsEntry("metadata-flavor", "Google");
        });
    }
}
