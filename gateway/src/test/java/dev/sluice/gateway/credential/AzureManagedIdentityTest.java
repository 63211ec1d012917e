package dev.sluice.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.policy.Grant;
import dev.sluice.contract.policy.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AzureManagedIdentityTest {
    private final FakeTokens tokens = new FakeTokens();
    private final MovableClock clock = new MovableClock();

    @AfterEach
    void stop() {
        tokens.close();
    }

    private Exchange.Granted run(Map<String, String> platform) throws ExchangeException {
        return new Exchanges(new Platform(platform), clock)
                .of(new Identity.AzureManaged())
                .run();
    }

    @Test
    void asksTheInstance() throws ExchangeException {
        tokens.then(200, "{\"access_token\":\"t1\",\"expires_in\":\"86399\",\"expires_on\":\"1\"}");

        Exchange.Granted granted = run(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", tokens.url() + "/"));

        assertThat(granted.grant()).isEqualTo(new Grant.Bearer("t1"));
        assertThat(granted.expiresAt()).isEqualTo(clock.instant().plusSeconds(86_399));
        assertThat(tokens.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.method()).isEqualTo("GET");
            assertThat(asked.uri())
                    .isEqualTo("/metadata/identity/oauth2/token?api-version=2018-02-01"
                            + "&resource=https%3A%2F%2Fcognitiveservices.azure.com");
            assertThat(asked.headers()).containsEntry("metadata", "true");
        });
    }

    @Test
    void asksAppService() throws ExchangeException {
        long end = clock.instant().plus(Duration.ofHours(1)).getEpochSecond();
        tokens.then(200, "{\"access_token\":\"t1\",\"expires_on\":\"" + end + "\"}");

        Exchange.Granted granted = run(Map.of(
                "IDENTITY_ENDPOINT",
                tokens.url() + "/msi/token",
                "IDENTITY_HEADER",
                "the-header",
                "AZURE_CLIENT_ID",
                "chosen"));

        assertThat(granted.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
        assertThat(tokens.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.uri())
                    .isEqualTo("/msi/token?api-version=2019-08-01"
                            + "&resource=https%3A%2F%2Fcognitiveservices.azure.com&client_id=chosen");
            assertThat(asked.headers()).containsEntry("x-identity-header", "the-header");
        });
    }

    @Test
    void showsThePodsTokenToEntraAsItIsNow(@TempDir Path directory) throws ExchangeException, IOException {
        Path file = Files.writeString(directory.resolve("token"), "first\n");
        tokens.thenToken("t1", 3600);
        Map<String, String> platform = Map.of(
                "AZURE_FEDERATED_TOKEN_FILE",
                file.toString(),
                "AZURE_TENANT_ID",
                "tenant",
                "AZURE_CLIENT_ID",
                "client",
                "AZURE_AUTHORITY_HOST",
                tokens.url());

        run(platform);
        Files.writeString(file, "second");
        run(platform);

        assertThat(tokens.asked())
                .extracting(asked -> asked.form().get("client_assertion"))
                .containsExactly("first", "second");
        assertThat(tokens.asked().getFirst().uri()).isEqualTo("/tenant/oauth2/v2.0/token");
        assertThat(tokens.asked().getFirst().form())
                .containsEntry("client_id", "client")
                .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    }

    @Test
    void namesWhatIsMissing() {
        assertThatThrownBy(() -> run(Map.of("AZURE_FEDERATED_TOKEN_FILE", "/nowhere/token", "AZURE_CLIENT_ID", "c")))
                .isInstanceOf(ExchangeException.class)
                .hasMessage("the file that AZURE_FEDERATED_TOKEN_FILE names cannot be read");
        assertThatThrownBy(() -> run(Map.of("IDENTITY_ENDPOINT", tokens.url())))
                .isInstanceOf(ExchangeException.class)
                .hasMessage("the variable IDENTITY_HEADER is not set here");
    }

    @Test
    void tellsTheCodeOfARefusalAndNothingElseOfIt() {
        tokens.then(
                401,
                "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret 'canary'\"}");

        assertThatThrownBy(() -> run(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", tokens.url())))
                .hasMessage("127.0.0.1 answered 401: invalid_client (AADSTS7000215)");
    }

    @Test
    void reportsAnEndpointThatIsNotThereOrAnswersRubbish() {
        tokens.then(200, "<html>hello</html>").then(302, "").then(200, "{\"access_token\":\"a b\",\"expires_in\":9}");
        Map<String, String> platform = Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", tokens.url());

        assertThatThrownBy(() -> run(platform)).hasMessage("127.0.0.1 answered 200 with something that is not JSON");
        assertThatThrownBy(() -> run(platform)).hasMessage("127.0.0.1 answered 302");
        assertThatThrownBy(() -> run(platform)).hasMessage("127.0.0.1 answered without an access_token");
        tokens.close();
        assertThatThrownBy(() -> run(platform)).hasMessageContaining("127.0.0.1 cannot be reached");
    }
}
