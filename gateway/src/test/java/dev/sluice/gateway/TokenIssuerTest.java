package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.usage.UsageRecord;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What tokens of an issuer let do, and what is recorded of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenIssuerTest {
    private TokenGateway gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        gateway = new TokenGateway(directory);
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private String token(Map<String, String> changed) {
        return gateway.p256.token("ES256", gateway.claims(changed));
    }

    private UsageRecord record(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return gateway.served().record(response);
    }

    @Test
    void shouldTakeSignaturesOfAllKindsAndWhatIssuersPutIntoHeaders() throws Exception {
        String claims = gateway.claims(Map.of());
        long now = Instant.now().getEpochSecond();
        List<String> good = List.of(
                gateway.rsa.token("RS256", claims),
                gateway.rs256Only.token("RS256", claims),
                gateway.rsa.token("PS256", claims),
                gateway.p256.token("ES256", claims),
                gateway.p384.token("ES384", claims),
                gateway.ed.token("EdDSA", claims),
                gateway.p256.signed("ES256", "{\"alg\":\"ES256\",\"kid\":\"p256\"}", claims),
                gateway.p256.signed("ES256", "{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"p256\"}", claims),
                gateway.rsa.signed(
                        "RS256", "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"x5t\":\"abc\",\"kid\":\"rsa\"}", claims),
                token(Map.of("aud", "\"sluice-too\"")),
                token(Map.of("azp", "", "client_id", "\"cli\"")),
                token(Map.of("groups", "\"admins\"", "email_verified", "\"true\"")),
                token(Map.of("exp", Long.toString(now - 30), "nbf", Long.toString(now + 30))));
        for (String token : good) {
            for (int again = 0; again < 3; again++) {
                UsageRecord record = record(gateway.call(token));
                assertThat(record.user()).isEqualTo("ada");
                assertThat(record.key()).isEmpty();
            }
        }
    }

    @Test
    void shouldRecordTheTokensTeamAndMetadataAboveTheClients() throws Exception {
        HttpResponse<String> response = gateway.call(
                token(Map.of("org", "{\"team\":[\"blue\",\"red\"]}", "environment", "\"prod\"")),
                "x-sluice-metadata",
                "{\"env\":\"mine\",\"cost\":\"none\",\"other\":\"kept\"}");

        UsageRecord record = record(response);
        assertThat(record.team()).isEqualTo("red");
        assertThat(record.metadata()).isEqualTo(Map.of("env", "prod", "other", "kept"));
    }

    @Test
    void shouldLetStrangersInWithTheRightsOfTheirTeamAlone() throws Exception {
        String claims = gateway.claims(Map.of(
                "iss",
                "\"" + gateway.other.url() + "\"",
                "kubernetes.io",
                "{\"name\":\"system:sa:ns:job\"}",
                "sub",
                ""));
        assertThat(gateway.call(gateway.others.token("ES256", claims)).statusCode())
                .isEqualTo(403);

        UsageRecord record =
                record(gateway.call(gateway.others.token("ES256", claims.replaceFirst("\\{", "{\"team\":\"red\","))));
        assertThat(record.serviceAccount()).isEqualTo("system:sa:ns:job");
        assertThat(record.user()).isEmpty();
        assertThat(record.team()).isEqualTo("red");
    }

    @Test
    void shouldRefuseModelsThatTheIssuerDenies() throws Exception {
        HttpResponse<String> denied = gateway.callModel("mistral/secret", token(Map.of()));
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(gateway.callModel("mistral/secret", Manifest.KEY).statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldCountPerUser() throws Exception {
        String limited = token(Map.of("environment", "\"limited\""));
        String again = token(Map.of("environment", "\"limited\"", "jti", "\"2\""));
        assertThat(gateway.call(limited).statusCode()).isEqualTo(200);
        assertThat(gateway.call(again).statusCode()).isEqualTo(429);
    }

    @Test
    void shouldNotSendTheTokenOn() throws Exception {
        String token = token(Map.of("jti", "\"upstream\""));
        record(gateway.call(token));
        String signature = token.substring(token.lastIndexOf('.') + 1);
        assertThat(new ObjectMapper()
                        .writeValueAsString(gateway.served().asked().headers()))
                .contains("upstream-secret")
                .doesNotContain(signature);
        assertThat(gateway.served().asked().body()).doesNotContain(signature);
    }
}
