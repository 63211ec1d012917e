package dev.sluice.admin;

import static io.restassured.RestAssured.given;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Calls the API as somebody. */
public final class Api {
    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    private static final RestAssuredConfig YAML = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig().encodeContentTypeAs("application/yaml", ContentType.TEXT));

    private Api() {}

    public static RequestSpecification owner() {
        return as(TestServers.OWNER, TestServers.PASSWORD);
    }

    static RequestSpecification as(String user, String password) {
        return given().config(YAML)
                .urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + token(user, password))
                .contentType(ContentType.JSON);
    }

    public static String ownerToken() {
        return token(TestServers.OWNER, TestServers.PASSWORD);
    }

    public static String token(String user, String password) {
        return TOKENS.computeIfAbsent(user, _ -> login(user, password));
    }

    /** The application makes the owner after its start: wait for that. */
    private static String login(String user, String password) {
        for (int i = 0; ; i++) {
            var answer = given().contentType(ContentType.JSON)
                    .body(Map.of("email", user, "password", password))
                    .post("/api/v1/auth/login");
            if (answer.statusCode() == 200) {
                return answer.jsonPath().getString("accessToken");
            }
            if (i == 100) {
                throw new IllegalStateException("cannot sign in: " + answer.asString());
            }
            sleep(100);
        }
    }

    public static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void put(String collection, String name, String spec) {
        owner().body("{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":" + spec + "}")
                .put("/api/v1/" + collection + "/" + name)
                .then()
                .statusCode(org.hamcrest.Matchers.oneOf(200, 201));
    }
}
