package dev.sluice.admin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ApiDocumentTest {
    @Test
    void shouldDescribeWhatTheConsolesClientIsMadeFrom() {
        given().get("/api/v1/openapi.json")
                .then()
                .statusCode(200)
                .body("openapi", startsWith("3.1"))
                .body(
                        "paths.'/api/v1/models/{name}'.put.requestBody.content.'application/json'.schema.'$ref'",
                        equalTo("#/components/schemas/ModelInput"))
                .body("components.schemas.ModelSpec.properties.account", notNullValue())
                .body("components.schemas.ModelSpec.properties.upstream", notNullValue())
                .body("components.schemas.Problem.properties.code", notNullValue())
                .body("components.schemas.UserSpec", notNullValue())
                .body("components.securitySchemes.bearer.scheme", equalTo("bearer"))
                .body("components.schemas.OrganisationRole.enum", hasItem("owner"))
                .body("paths.'/api/v1/me'.get.security", notNullValue());
    }
}
