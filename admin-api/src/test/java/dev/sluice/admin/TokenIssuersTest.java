package dev.sluice.admin;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class TokenIssuersTest {
    private static final String SPEC = "{\"issuer\":\"https://%s.example.com\",\"audiences\":[\"sluice\"]}";

    @Test
    void shouldKeepAnIssuerThroughItsLife() {
        Api.put("token-issuers", "life", SPEC.formatted("life"));
        Api.owner()
                .get("/api/v1/token-issuers/life")
                .then()
                .statusCode(200)
                .body("kind", equalTo("TokenIssuer"))
                .body("spec.issuer", equalTo("https://life.example.com"))
                .body("spec.algorithms[1]", equalTo("ES256"))
                .body("spec.subject.as", equalTo("user"))
                .body("spec.unknownSubjects", equalTo("refuse"));
        Api.owner().get("/api/v1/export").then().statusCode(200).body(containsString("https://life.example.com"));
        Api.owner()
                .body("{\"spec\":{\"issuer\":\"https://10.0.0.1\",\"audiences\":[\"a\"]}}")
                .put("/api/v1/token-issuers/life")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_request"))
                .body("errors[0].field", equalTo("spec.issuer"))
                .body("errors[0].message", containsString("allowPrivateNetwork"));
        Api.owner().delete("/api/v1/token-issuers/life").then().statusCode(200);
    }

    @Test
    void shouldHaveOneObjectForEachIssuer() {
        Api.put("token-issuers", "one", SPEC.formatted("same"));
        Api.owner()
                .body("{\"spec\":" + SPEC.formatted("same") + "}")
                .put("/api/v1/token-issuers/two")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_request"))
                .body("errors[0].message", containsString("issuer is the one of TokenIssuer one too"));
        Api.owner().delete("/api/v1/token-issuers/one").then().statusCode(200);
    }
}
