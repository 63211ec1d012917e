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
            exchange.getRequestBody().readAllBytes(); // a server that closes on unread bytes resets its own answer
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

    private static final String KEY_FILE =
            "{\\\"client_email\\\":\\\"bot@p\\\",\\\"private_key\\\":\\\"-----BEGIN " + SECRET + "\\\"}";

    private static String azure(String name) {
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"provider\":\"azure-openai\","
                + "\"baseUrl\":\"https://r.openai.azure.com\",\"credentials\":["
                + "{\"name\":\"app\",\"entra\":{\"tenant\":\"t\",\"clientId\":\"c\",\"clientSecret\":{\"value\":\""
                + SECRET
                + "-2\"}}},"
                + "{\"name\":\"machine\",\"managedIdentity\":true,\"weight\":0},"
                + "{\"name\":\"key\",\"secret\":{\"value\":\"" + SECRET + "-1\"}}]}}";
    }

    private static String vertex(String name) {
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"provider\":\"vertex\",\"project\":\"p\","
                + "\"location\":\"global\",\"credentials\":[{\"name\":\"file\",\"serviceAccount\":{\"value\":\""
                + KEY_FILE
                + "\"}}]}}";
    }

    @Test
    void shouldSealEverySecretOfEveryKind() {
        int revision = Api.owner()
                .body(azure("kinds"))
                .put("/api/v1/provider-accounts/kinds")
                .then()
                .statusCode(201)
                .body("spec.credentials[0].entra.clientSecret.stored", equalTo(true))
                .body("spec.credentials[0].entra.clientId", equalTo("c"))
                .body("spec.credentials[1].managedIdentity", equalTo(true))
                .body("spec.credentials[2].secret.stored", equalTo(true))
                .body(not(containsString(SECRET)))
                .extract()
                .path("metadata.revision");
        Api.owner()
                .body(vertex("files"))
                .put("/api/v1/provider-accounts/files")
                .then()
                .statusCode(201)
                .body("spec.credentials[0].serviceAccount.stored", equalTo(true))
                .body(not(containsString(SECRET)));
        assertThat(Stored.everything()).doesNotContain(SECRET);
        assertThat(Api.owner().get("/api/v1/export").asString())
                .contains("managedIdentity: true")
                .doesNotContain("sle1:")
                .doesNotContain(SECRET);
        String readBack = Api.owner().get("/api/v1/provider-accounts/kinds").asString();
        for (String same : new String[] {readBack, azure("kinds")}) {
            Api.owner()
                    .body(same)
                    .put("/api/v1/provider-accounts/kinds")
                    .then()
                    .statusCode(200)
                    .body("metadata.revision", equalTo(revision));
        }
        Api.owner()
                .body(readBack.replace("r.openai.azure.com", "evil.example.com"))
                .put("/api/v1/provider-accounts/kinds")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("spec.credentials[0].entra.clientSecret"));
    }

    @Test
    void shouldRefuseAKindThatTheProviderDoesNotTake() {
        Api.owner()
                .body(azure("openai-kinds").replace("azure-openai", "openai"))
                .put("/api/v1/provider-accounts/openai-kinds")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("spec.credentials[0].entra"))
                .body("errors[0].message", containsString("use secret"));
    }

    @Test
    void shouldRotateTheSecretOfEveryKindThatHasOne() {
        Api.owner()
                .body(azure("rotated"))
                .put("/api/v1/provider-accounts/rotated")
                .then()
                .statusCode(201);
        Api.owner()
                .body(vertex("turned"))
                .put("/api/v1/provider-accounts/turned")
                .then()
                .statusCode(201);
        String before = Stored.everything();
        rotate("rotated", "key", "{\"value\":\"next-secret-1\"}", 200);
        rotate("turned", "file", "{\"value\":\"" + KEY_FILE.replace("bot@p", "next@p") + "\"}", 200);
        assertThat(Stored.everything())
                .isNotEqualTo(before)
                .doesNotContain("next-secret")
                .doesNotContain("next@p");
        rotate("rotated", "app", "{\"secret\":{\"env\":\"ENTRA_NEXT\"}}", 200);
        Api.owner()
                .get("/api/v1/provider-accounts/rotated")
                .then()
                .body("spec.credentials[0].entra.tenant", equalTo("t"))
                .body("spec.credentials[0].entra.clientSecret.env", equalTo("ENTRA_NEXT"))
                .body("spec.credentials[1].weight", equalTo(0))
                .body("spec.credentials[2].secret.stored", equalTo(true));
        rotate("turned", "file", "{\"value\":\"no json\"}", 400);
        rotate("rotated", "machine", "{\"value\":\"next\"}", 400);
        rotate("rotated", "key", "{\"aws\":{\"accessKeyId\":\"a\",\"secretAccessKey\":{\"env\":\"b\"}}}", 400);
        rotate("rotated", "nothing", "{\"value\":\"next\"}", 404);
    }

    @Test
    void shouldSayWhatCannotBeTriedFromHere() {
        Api.owner()
                .body(azure("untried"))
                .put("/api/v1/provider-accounts/untried")
                .then()
                .statusCode(201);
        Api.owner()
                .body("{\"model\":\"d\"}")
                .post("/api/v1/provider-accounts/untried/test")
                .then()
                .statusCode(200)
                .body("ok", equalTo(false))
                .body("message", containsString("is of kind entra"));
    }

    private static void rotate(String account, String credential, String body, int status) {
        Api.owner()
                .body(body)
                .post("/api/v1/provider-accounts/" + account + "/credentials/" + credential + "/rotate")
                .then()
                .statusCode(status)
                .body(not(containsString("next-secret")));
    }

    @Test
    void shouldTryAnAccountOfAzureAsItIsSpokenTo() throws IOException {
        HttpServer provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String[] seen = new String[2];
        provider.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes(); // a server that closes on unread bytes resets its own answer
            seen[0] = exchange.getRequestURI().toString();
            seen[1] = exchange.getRequestHeaders().getFirst("api-key");
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        provider.start();
        try {
            Api.owner()
                    .body(
                            "{\"metadata\":{\"name\":\"azure\"},\"spec\":{\"provider\":\"azure-openai\",\"apiVersion\":\"2024-10-21\","
                                    + "\"allowPrivateNetwork\":true,\"baseUrl\":\"http://127.0.0.1:"
                                    + provider.getAddress().getPort()
                                    + "\",\"credentials\":[{\"name\":\"k\",\"secret\":{\"value\":\"azure-key\"}}]}}")
                    .put("/api/v1/provider-accounts/azure")
                    .then()
                    .statusCode(201);
            Api.owner()
                    .body("{\"model\":\"my deployment\"}")
                    .post("/api/v1/provider-accounts/azure/test")
                    .then()
                    .statusCode(200)
                    .body("ok", equalTo(true));
            assertThat(seen[0])
                    .isEqualTo("/openai/deployments/my%20deployment/chat/completions?api-version=2024-10-21");
            assertThat(seen[1]).isEqualTo("azure-key");
        } finally {
            provider.stop(0);
        }
    }
}
