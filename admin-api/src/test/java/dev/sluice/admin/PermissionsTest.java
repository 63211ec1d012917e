package dev.sluice.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admin.access.Requires;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class PermissionsTest {
    private static final List<String> ROLES =
            List.of("owner", "admin", "manager", "developer", "viewer", "auditor", "billing", "nobody");

    /** Call, then a letter per role in that order: y may call it, n is forbidden. */
    private static final Map<String, String> TABLE = Map.ofEntries(
            Map.entry("GET me", "yyyyyyyy"),
            Map.entry("GET connect", "yyyyyyyy"),
            Map.entry("GET catalog/providers", "yyyyyyyy"),
            Map.entry("GET catalog/models?provider=openai", "yyyyyyyy"),
            Map.entry("GET teams", "yyynyyyn"),
            Map.entry("PUT teams/p", "yyynnnnn"),
            Map.entry("GET users", "yyynyynn"),
            Map.entry("PUT users/p", "yynnnnnn"),
            Map.entry("DELETE users/p", "yynnnnnn"),
            Map.entry("GET service-accounts", "yyynyynn"),
            Map.entry("PUT service-accounts/p", "yyynnnnn"),
            Map.entry("GET provider-accounts", "yyynyynn"),
            Map.entry("PUT provider-accounts/p", "yynnnnnn"),
            Map.entry("POST provider-accounts/p/test", "yynnnnnn"),
            Map.entry("POST provider-accounts/p/credentials/c/rotate", "yynnnnnn"),
            Map.entry("GET models", "yyyyyyyn"),
            Map.entry("PUT models/p", "yynnnnnn"),
            Map.entry("GET virtual-models", "yyyyyyyn"),
            Map.entry("PUT virtual-models/p", "yynnnnnn"),
            Map.entry("GET api-keys", "yyyyyynn"),
            Map.entry("POST api-keys", "yyyynnnn"),
            Map.entry("POST api-keys/p/rotate", "yyyynnnn"),
            Map.entry("POST api-keys/p/revoke", "yyyynnnn"),
            Map.entry("GET access-rules", "yyynyynn"),
            Map.entry("PUT access-rules/p", "yyynnnnn"),
            Map.entry("GET rate-limits", "yyynyynn"),
            Map.entry("PUT rate-limits/p", "yyynnnnn"),
            Map.entry("GET rate-limits/p/state", "yyynyynn"),
            Map.entry("GET budgets", "yyynyyyn"),
            Map.entry("GET budgets/p/state", "yyynyyyn"),
            Map.entry("PUT budgets/p", "yyynnnnn"),
            Map.entry("GET alert-channels", "yyynyyyn"),
            Map.entry("PUT alert-channels/p", "yynnnnnn"),
            Map.entry("GET token-issuers", "yyynyynn"),
            Map.entry("PUT token-issuers/p", "yynnnnnn"),
            Map.entry("POST alert-channels/p/test", "yynnnnnn"),
            Map.entry("GET alerts", "yyynyyyn"),
            Map.entry("GET gateways", "yyynyynn"),
            Map.entry("GET targets", "yyynyynn"),
            Map.entry("GET usage", "yyyyyyyn"),
            Map.entry("GET requests", "yyyyyynn"),
            Map.entry("GET requests/x", "yyyyyynn"),
            Map.entry("GET requests/export", "yyyyyynn"),
            Map.entry("GET export", "yyynyynn"),
            Map.entry("POST simulate", "yyynyynn"),
            Map.entry("POST plan", "yyynnnnn"),
            Map.entry("POST apply", "yyynnnnn"));

    @Test
    void shouldOpenEveryEndpointToExactlyTheRolesOfTheTable() {
        for (int role = 0; role < ROLES.size(); role++) {
            String token = token(ROLES.get(role));
            for (Map.Entry<String, String> line : TABLE.entrySet()) {
                String[] call = line.getKey().split(" ", -1);
                int status = given().header("Authorization", "Bearer " + token)
                        .contentType(ContentType.JSON)
                        .body(call[0].equals("GET") ? "" : "{\"nonsense\":1}")
                        .request(call[0], "/api/v1/" + call[1])
                        .statusCode();
                boolean open = line.getValue().charAt(role) == 'y';
                assertThat(status != 403)
                        .as("%s by %s answered %s", line.getKey(), ROLES.get(role), status)
                        .isEqualTo(open);
            }
        }
    }

    private static String token(String role) {
        if (role.equals("owner")) {
            return login(TestServers.OWNER, TestServers.PASSWORD);
        }
        String name = "perm-" + role + "@example.com";
        Api.put("users", name, role.equals("nobody") ? "{}" : "{\"roles\":[\"" + role + "\"]}");
        Api.owner()
                .body(Map.of("password", "a-long-password"))
                .put("/api/v1/users/" + name + "/password")
                .then()
                .statusCode(204);
        return login(name, "a-long-password");
    }

    private static String login(String email, String password) {
        Api.owner();
        return given().contentType(ContentType.JSON)
                .body(Map.of("email", email, "password", password))
                .post("/api/v1/auth/login")
                .jsonPath()
                .getString("accessToken");
    }

    @Test
    void shouldKeepManagersAndDevelopersToWhatIsTheirs() {
        Api.put("users", "lead@example.com", "{}");
        Api.put("users", "dev@example.com", "{\"roles\":[\"developer\"]}");
        Api.put("teams", "red", "{\"managers\":[\"user:lead@example.com\"],\"members\":[\"user:dev@example.com\"]}");
        Api.put("teams", "blue", "{}");
        Api.put("service-accounts", "red-bot", "{\"team\":\"red\"}");
        Api.put("service-accounts", "blue-bot", "{\"team\":\"blue\"}");
        for (String name : new String[] {"lead@example.com", "dev@example.com"}) {
            Api.owner().body(Map.of("password", "a-long-password")).put("/api/v1/users/" + name + "/password");
        }
        assertThat(key("lead@example.com", "t-red", "serviceAccount:red-bot", "red"))
                .isEqualTo(201);
        assertThat(key("lead@example.com", "t-blue", "serviceAccount:blue-bot", "blue"))
                .isEqualTo(403);
        assertThat(key("lead@example.com", "t-mixed", "serviceAccount:blue-bot", "red"))
                .isEqualTo(403);
        assertThat(key("lead@example.com", "t-person", "user:dev@example.com", "red"))
                .isEqualTo(403);
        assertThat(key("dev@example.com", "t-own", "user:dev@example.com", "red"))
                .isEqualTo(201);
        assertThat(key("dev@example.com", "t-other", "user:lead@example.com", "red"))
                .isEqualTo(403);
        assertThat(key("dev@example.com", "t-outside", "user:dev@example.com", "blue"))
                .isEqualTo(403);
        Api.as("dev@example.com", "a-long-password")
                .get("/api/v1/api-keys/t-red")
                .then()
                .statusCode(404);
        Api.as("lead@example.com", "a-long-password")
                .get("/api/v1/api-keys/t-own")
                .then()
                .statusCode(200);
        Api.as("lead@example.com", "a-long-password")
                .get("/api/v1/teams/blue")
                .then()
                .statusCode(404);
    }

    private static int key(String caller, String name, String owner, String team) {
        return Api.as(caller, "a-long-password")
                .body(Map.of("metadata", Map.of("name", name), "spec", Map.of("owner", owner, "team", team)))
                .post("/api/v1/api-keys")
                .statusCode();
    }

    @Test
    void shouldLetOnlyOwnersMakeOwners() {
        Api.put("users", "boss@example.com", "{\"roles\":[\"admin\"]}");
        Api.owner()
                .body(Map.of("password", "a-long-password"))
                .put("/api/v1/users/boss@example.com/password")
                .then()
                .statusCode(204);
        Api.as("boss@example.com", "a-long-password")
                .body("{\"metadata\":{\"name\":\"boss@example.com\"},\"spec\":{\"roles\":[\"owner\"]}}")
                .put("/api/v1/users/boss@example.com")
                .then()
                .statusCode(403);
        Api.as("boss@example.com", "a-long-password")
                .body(Map.of("password", "another-password"))
                .put("/api/v1/users/" + TestServers.OWNER + "/password")
                .then()
                .statusCode(403);
    }

    @Test
    void shouldFindADeclarationAtEveryEndpoint() throws Exception {
        List<String> without = new ArrayList<>();
        int endpoints = 0;
        for (Class<?> type : classes()) {
            for (Method method : type.getDeclaredMethods()) {
                boolean endpoint = Arrays.stream(method.getAnnotations())
                        .map(Annotation::annotationType)
                        .anyMatch(annotation -> annotation.isAnnotationPresent(HttpMethod.class));
                if (endpoint) {
                    endpoints++;
                    if (!method.isAnnotationPresent(Requires.class)) {
                        without.add(method.toString());
                    }
                }
            }
        }
        assertThat(without).isEmpty();
        assertThat(endpoints).isGreaterThan(20);
    }

    private static List<Class<?>> classes() throws IOException, URISyntaxException, ClassNotFoundException {
        Path root = Path.of("target", "classes");
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith("Resource.class")).toList()) {
                String name = root.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
                classes.add(Class.forName(name, false, Thread.currentThread().getContextClassLoader()));
            }
        }
        return classes;
    }
}
