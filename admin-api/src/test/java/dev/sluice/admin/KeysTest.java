package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.contract.key.KeyFormat;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class KeysTest {
    private static final String SPEC = "{\"owner\":\"serviceAccount:bot\",\"models\":[\"*\"]}";

    @BeforeEach
    void owner() {
        Api.put("service-accounts", "bot", "{}");
    }

    private static io.restassured.response.Response create(String name) {
        return Api.owner()
                .body("{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":" + SPEC + "}")
                .post("/api/v1/api-keys");
    }

    @Test
    void shouldShowANewKeyOnceAndKeepOnlyItsHash() {
        var made = create("k-new");
        made.then().statusCode(201).body("name", equalTo("k-new")).body("revision", notNullValue());
        String key = made.jsonPath().getString("key");
        assertThat(KeyFormat.idOf(key)).contains(made.jsonPath().getString("id"));
        String read = Api.owner()
                .get("/api/v1/api-keys/k-new")
                .then()
                .statusCode(200)
                .body("status.state", equalTo("active"))
                .body("status.id", equalTo(made.jsonPath().getString("id")))
                .extract()
                .asString();
        assertThat(read).doesNotContain(key).doesNotContain(KeyFormat.sha256(key));
        assertThat(Stored.everything()).contains(KeyFormat.sha256(key)).doesNotContain(key);
        create("k-new").then().statusCode(409).body("code", equalTo("name_taken"));
    }

    @Test
    void shouldRotateWithAGraceForTheOldKey() {
        create("k-rotate").then().statusCode(201);
        var rotated = Api.owner().body("{\"graceSeconds\":60}").post("/api/v1/api-keys/k-rotate/rotate");
        rotated.then().statusCode(200).body("key", notNullValue()).body("graceUntil", notNullValue());
        Api.owner()
                .get("/api/v1/api-keys/k-rotate")
                .then()
                .body("status.state", equalTo("rotating"))
                .body("status.graceUntil", equalTo(rotated.jsonPath().getString("graceUntil")));
        Api.owner()
                .body("{}")
                .post("/api/v1/api-keys/k-rotate/rotate")
                .then()
                .statusCode(200)
                .body("graceUntil", nullValue());
        Api.owner().get("/api/v1/api-keys/k-rotate").then().body("status.state", equalTo("active"));
    }

    @Test
    void shouldStayRevoked() {
        create("k-revoke").then().statusCode(201);
        Api.owner().post("/api/v1/api-keys/k-revoke/revoke").then().statusCode(200);
        Api.owner().get("/api/v1/api-keys/k-revoke").then().body("status.state", equalTo("revoked"));
        Api.put("api-keys", "k-revoke", SPEC.replace("[\"*\"]", "[]"));
        Api.owner().get("/api/v1/api-keys/k-revoke").then().body("status.state", equalTo("revoked"));
        Api.owner().body("{}").post("/api/v1/api-keys/k-revoke/rotate").then().statusCode(400);
    }

    @Test
    void shouldNotMakeAKeyThatNobodyIsTold() {
        Api.owner()
                .body("{\"metadata\":{\"name\":\"k-put\"},\"spec\":" + SPEC + "}")
                .put("/api/v1/api-keys/k-put")
                .then()
                .statusCode(400)
                .body("errors[0].message", containsString("POST /api-keys"));
    }

    @Test
    void shouldTakeTheHashOfAKeyMadeElsewhere() {
        String hash = KeyFormat.sha256("somebody's own key of more than 32 characters");
        String spec = SPEC.replace("}", ",\"secret\":{\"sha256\":\"" + hash + "\"}}");
        Api.put("api-keys", "k-own", spec);
        String read = Api.owner().get("/api/v1/api-keys/k-own").asString();
        assertThat(read).doesNotContain(hash);
        Api.owner()
                .body("{\"metadata\":{\"name\":\"k-copy\"},\"spec\":" + spec + "}")
                .put("/api/v1/api-keys/k-copy")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("spec.secret.sha256"));
    }
}
