package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ProviderAccountsTest {
    private static final String SECRET = "sk-proj-THIS-IS-VERY-SECRET-0123456789";

    private static String account(String name, String url, String secret) {
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"provider\":\"openai\",\"baseUrl\":\"" + url
                + "\",\"allowPrivateNetwork\":true,\"credentials\":[{\"name\":\"main\",\"secret\":" + secret
                + "}]}}";
    }

    @Test
    void shouldNeverGiveACredentialBack() {
        String value = "{\"value\":\"" + SECRET + "\"}";
        String body = account("sealed", "https://a.example.com/v1", value);
        int revision = Api.owner()
                .body(body)
                .put("/api/v1/provider-accounts/sealed")
                .then()
                .statusCode(201)
                .body("spec.credentials[0].secret.stored", equalTo(true))
                .body(not(containsString(SECRET)))
                .extract()
                .path("metadata.revision");
        Api.owner()
                .body(body)
                .put("/api/v1/provider-accounts/sealed")
                .then()
                .statusCode(200)
                .body("metadata.revision", equalTo(revision));
        assertThat(Stored.everything()).contains("sle1:").doesNotContain(SECRET);
        assertThat(Api.owner().get("/api/v1/export").asString())
                .contains("stored: true")
                .doesNotContain("sle1:")
                .doesNotContain(SECRET);
        Api.owner()
                .body(account("sealed", "https://a.example.com/v1", "{\"stored\":true}"))
                .put("/api/v1/provider-accounts/sealed")
                .then()
                .statusCode(200)
                .body("metadata.revision", equalTo(revision));
        Api.owner()
                .body(account("sealed", "https://evil.example.com/v1", "{\"stored\":true}"))
                .put("/api/v1/provider-accounts/sealed")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("spec.credentials[0].secret"));
    }

    @Test
    void shouldRefuseStoredWhereNothingIs() {
        Api.owner()
                .body(account("unsealed", "https://a.example.com/v1", "{\"stored\":true}"))
                .put("/api/v1/provider-accounts/unsealed")
                .then()
                .statusCode(400);
    }

    @Test
    void shouldTellTheProvidersOwnErrorWithoutTheSecret() throws IOException {
        HttpServer provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String[] seen = new String[1];
        provider.createContext("/v1/chat/completions", exchange -> {
            seen[0] = exchange.getRequestHeaders().getFirst("Authorization");
            byte[] answer = ("{\"error\":{\"message\":\"Incorrect API key provided: " + SECRET + "\"}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(401, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        provider.start();
        try {
            String url = "http://127.0.0.1:" + provider.getAddress().getPort() + "/v1";
            Api.owner()
                    .body(account("tested", url, "{\"value\":\"" + SECRET + "\"}"))
                    .put("/api/v1/provider-accounts/tested")
                    .then()
                    .statusCode(201);
            Api.owner()
                    .body("{}")
                    .post("/api/v1/provider-accounts/tested/test")
                    .then()
                    .statusCode(200)
                    .body("ok", equalTo(false))
                    .body("status", equalTo(401))
                    .body("model", equalTo("gpt-4o-mini"))
                    .body("message", equalTo("Incorrect API key provided: ***"));
            assertThat(seen[0]).isEqualTo("Bearer " + SECRET);
            Api.owner()
                    .body("{\"value\":\"another-secret-value\"}")
                    .post("/api/v1/provider-accounts/tested/credentials/main/rotate")
                    .then()
                    .statusCode(200);
            Api.owner().body("{\"model\":\"x\"}").post("/api/v1/provider-accounts/tested/test");
            assertThat(seen[0]).isEqualTo("Bearer another-secret-value");
        } finally {
            provider.stop(0);
        }
    }

    @Test
    void shouldRefuseAnUnknownProvider() {
        Api.owner()
                .body("{\"metadata\":{\"name\":\"unknown\"},\"spec\":{\"provider\":\"nobody\"}}")
                .put("/api/v1/provider-accounts/unknown")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("spec.provider"));
    }
}
