package dev.sluice.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class PathsTest {
    /** Over a plain socket: a client library would tidy the path. */
    private static String status(String path) throws IOException {
        try (Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), io.restassured.RestAssured.port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            socket.setSoTimeout(5_000);
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
            return answer.substring(9, 12);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/teams/a%2fb",
                "/api/v1/teams%2Fa",
                "/api/v1/teams/a%5cb",
                "/api/v1/teams/a\\b",
                "/api/v1/teams;x=1",
                "/api/v1/teams%3bx",
                "/api/v1//teams",
                "//api/v1/teams",
                "/api/v1/./teams",
                "/api/v1/x/../teams",
                "/api/v1/x/%2e%2e/teams",
                "/api/v1/x/.%2E/teams",
                "/api/v1/models/a%2f..%2f..%2fteams",
                "/api/v1/models/a%2f%2e%2e%2fb",
                "/api/v1/models/a%2f%2fb",
                "/api/v1/models/a%5cb",
                "/api/v1/models/../teams",
                "/api/v1/teams/%00",
                "/api/v1/teams/%zz",
                "/internal/..;/api",
                "/internal%2fpolicy"
            })
    void shouldRefusePathsThatTwoReadersUnderstandDifferently(String path) throws IOException {
        assertThat(status(path)).isEqualTo("400");
    }

    @Test
    void shouldKeepHealthAndMetricsOnTheManagementPort() {
        for (String path : new String[] {"/q/health/live", "/q/metrics", "/q/openapi", "/q/dev"}) {
            given().get(path).then().statusCode(404);
        }
    }

    @Test
    void shouldAnswerEveryOtherPathWithAProblem() {
        given().get("/api/v1/nothing").then().statusCode(404).body("code", equalTo("not_found"));
        given().get("/api/v2").then().statusCode(404).body("code", equalTo("not_found"));
        given().patch("/api/v1/teams").then().statusCode(405).contentType("application/problem+json");
        Api.owner().body("{").put("/api/v1/teams/x").then().statusCode(400).body("code", equalTo("invalid_request"));
        Api.owner().body("[".repeat(20_000)).put("/api/v1/teams/x").then().statusCode(400);
    }

    @Test
    void shouldRefuseABodyThatIsTooLargeBeforeItIsSent() throws IOException {
        assertThat(status("/api/v1/teams HTTP/1.1\r\nContent-Length: 99999999999\r\nx-rest:"))
                .isEqualTo("413");
    }

    @Test
    void shouldGiveThePageOfTheConsoleForItsOwnPaths() {
        given().get("/keys/some-key")
                .then()
                .statusCode(200)
                .header("content-security-policy", org.hamcrest.Matchers.containsString("http://127.0.0.1:8080"))
                .header("x-content-type-options", "nosniff")
                .body(org.hamcrest.Matchers.containsString("console of the tests"));
        given().get("/missing.js").then().statusCode(404);
    }
}
