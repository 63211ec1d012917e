package dev.sluice.admin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.sluice.contract.key.KeyFormat;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class SignInTest {
    @Test
    void shouldTellTheOwnerWhoTheyAre() {
        Api.owner()
                .get("/api/v1/me")
                .then()
                .statusCode(200)
                .body("name", equalTo(TestServers.OWNER))
                .body("roles", hasItem("owner"))
                .body("permissions", hasItem("provider-account:write"));
    }

    @Test
    void shouldRefuseWithoutATokenInTheFormOfAProblem() {
        given().get("/api/v1/me")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("code", equalTo("unauthenticated"))
                .body("requestId", notNullValue());
    }

    @Test
    void shouldAnswerAlikeToAnUnknownNameAndAWrongPassword() {
        Api.owner();
        String unknown = refused("nobody@example.com");
        String wrong = refused(TestServers.OWNER);
        org.assertj.core.api.Assertions.assertThat(unknown).isEqualTo(wrong);
    }

    private static String refused(String email) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("email", email, "password", "not-the-password"))
                .post("/api/v1/auth/login")
                .then()
                .statusCode(401)
                .extract()
                .path("detail");
    }

    @Test
    void shouldSlowDownWhoGuesses() {
        Api.owner();
        for (int i = 0; i < 10; i++) {
            refused("guessed@example.com");
        }
        given().contentType(ContentType.JSON)
                .body(Map.of("email", "guessed@example.com", "password", "x"))
                .post("/api/v1/auth/login")
                .then()
                .statusCode(429)
                .header("retry-after", "60");
    }

    @Test
    void shouldForgetWrongPasswordsWithARightOne() {
        login().then().statusCode(200);
        for (int i = 0; i < 9; i++) {
            refused(TestServers.OWNER);
        }
        login().then().statusCode(200);
        refused(TestServers.OWNER.toUpperCase(Locale.ROOT));
        login().then().statusCode(200);
    }

    @Test
    void shouldRotateTheRefreshTokenAndForgetItAtSignOut() {
        var login = login();
        login.then().statusCode(200).header("set-cookie", notNullValue()).body("expiresIn", equalTo(900));
        String first = refreshToken(login);
        var refreshed = refresh(first);
        refreshed.then().statusCode(200).body("refreshToken", not(equalTo(first)));
        String second = refreshToken(refreshed);
        given().contentType(ContentType.JSON)
                .body(Map.of("refreshToken", second))
                .post("/api/v1/auth/logout")
                .then()
                .statusCode(204);
        refresh(second).then().statusCode(401);
        refresh(first).then().statusCode(401);
    }

    @Test
    void shouldKeepTwoTabsSignedInThatRefreshAtOnce() throws Exception {
        String first = refreshToken(login());
        try (ExecutorService tabs = Executors.newFixedThreadPool(2)) {
            var one = tabs.submit(() -> refresh(first));
            var other = tabs.submit(() -> refresh(first));
            one.get().then().statusCode(200);
            other.get().then().statusCode(200);
            refresh(refreshToken(one.get())).then().statusCode(200);
            refresh(refreshToken(other.get())).then().statusCode(200);
        }
    }

    @Test
    void shouldEndTheSessionWhenAUsedTokenComesBackLater() throws Exception {
        String bystander = refreshToken(login());
        String first = refreshToken(login());
        String second = refreshToken(refresh(first));
        String third = refreshToken(refresh(second));
        Stored.run("UPDATE refresh_tokens SET used_at = used_at - interval '11 seconds' WHERE hash = '"
                + KeyFormat.sha256(first) + "'");
        refresh(first).then().statusCode(401);
        refresh(second).then().statusCode(401);
        refresh(third).then().statusCode(401);
        refresh(bystander).then().statusCode(200);
    }

    private static io.restassured.response.Response login() {
        Api.owner();
        return given().contentType(ContentType.JSON)
                .body(Map.of("email", TestServers.OWNER, "password", TestServers.PASSWORD))
                .post("/api/v1/auth/login");
    }

    private static String refreshToken(io.restassured.response.Response answer) {
        return answer.jsonPath().getString("refreshToken");
    }

    private static io.restassured.response.Response refresh(String token) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("refreshToken", token))
                .post("/api/v1/auth/refresh");
    }

    @Test
    void shouldNeedTheConsolesHeaderForWritesWithTheCookie() {
        Api.owner();
        String token = given().contentType(ContentType.JSON)
                .body(Map.of("email", TestServers.OWNER, "password", TestServers.PASSWORD))
                .post("/api/v1/auth/login")
                .jsonPath()
                .getString("accessToken");
        given().cookie("__Host-sluice", token).get("/api/v1/me").then().statusCode(200);
        given().cookie("__Host-sluice", token)
                .contentType(ContentType.JSON)
                .post("/api/v1/auth/gateway-token")
                .then()
                .statusCode(403);
        given().cookie("__Host-sluice", token)
                .header("x-sluice-console", "1")
                .contentType(ContentType.JSON)
                .post("/api/v1/auth/gateway-token")
                .then()
                .statusCode(200)
                .body("expiresIn", equalTo(300));
    }

    @Test
    void shouldNameTheNearestKnownField() {
        given().contentType(ContentType.JSON)
                .body(Map.of("email", "a", "pasword", "b"))
                .post("/api/v1/auth/login")
                .then()
                .statusCode(400)
                .body("code", equalTo("unknown_field"))
                .body("errors[0].message", equalTo("is not a field: did you mean 'password'?"));
    }
}
