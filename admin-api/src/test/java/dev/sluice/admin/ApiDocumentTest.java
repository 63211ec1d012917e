package dev.sluice.admin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ApiDocumentTest {
    private static final Path COPY = Path.of("..", "web", "codegen", "openapi.json");

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

    /** The console's client is generated from a copy: a change of the API is a change of that file, seen in review. */
    @Test
    void shouldBeWhatTheConsolesClientWasMadeFrom() throws IOException {
        ObjectMapper json = new ObjectMapper();
        JsonNode served = json.readTree(given().get("/api/v1/openapi.json").asString());
        JsonNode committed = json.readTree(COPY.toFile());

        assertEquals(
                sorted(json, committed),
                sorted(json, served),
                "the API has changed. Build admin-api, then: cp admin-api/target/openapi/openapi.json web/codegen/"
                        + " && npm --prefix web run codegen && npm --prefix web run build");
    }

    /** Text, so that a failure shows where the two differ. */
    private static String sorted(ObjectMapper json, JsonNode document) throws IOException {
        return json.writer()
                .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .withDefaultPrettyPrinter()
                .writeValueAsString(json.convertValue(document, Object.class));
    }
}
