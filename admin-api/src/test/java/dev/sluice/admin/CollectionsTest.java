package dev.sluice.admin;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class CollectionsTest {
    private static final String TEAM = "{\"metadata\":{\"name\":\"%s\"},\"spec\":{\"residency\":\"%s\"}}";

    @Test
    void shouldKeepATeamThroughItsLife() {
        int revision = Api.owner()
                .body(TEAM.formatted("life", "eu"))
                .put("/api/v1/teams/life")
                .then()
                .statusCode(201)
                .header("etag", notNullValue())
                .body("kind", equalTo("Team"))
                .body("metadata.createdAt", notNullValue())
                .extract()
                .path("metadata.revision");
        Api.owner()
                .body(TEAM.formatted("life", "eu"))
                .put("/api/v1/teams/life")
                .then()
                .statusCode(200)
                .body("metadata.revision", equalTo(revision));
        Api.owner()
                .header("If-Match", "\"" + revision + "\"")
                .body(TEAM.formatted("life", "us"))
                .put("/api/v1/teams/life")
                .then()
                .statusCode(200)
                .body("spec.residency", equalTo("us"));
        Api.owner()
                .header("If-Match", "\"" + revision + "\"")
                .body(TEAM.formatted("life", "uk"))
                .put("/api/v1/teams/life")
                .then()
                .statusCode(409)
                .body("code", equalTo("conflict"));
        Api.owner().get("/api/v1/teams/life").then().statusCode(200).body("spec.residency", equalTo("us"));
        Api.owner().delete("/api/v1/teams/life").then().statusCode(200).body("revision", notNullValue());
        Api.owner().get("/api/v1/teams/life").then().statusCode(404).body("code", equalTo("not_found"));
    }

    @Test
    void shouldListInPages() {
        for (String name : new String[] {"page-a", "page-b", "page-c"}) {
            Api.put("teams", name, "{}");
        }
        String next = Api.owner()
                .get("/api/v1/teams?limit=2&q=page-")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(2))
                .extract()
                .path("next");
        Api.owner()
                .get("/api/v1/teams?limit=2&q=page-&after=" + next)
                .then()
                .statusCode(200)
                .body("items.metadata.name", hasItem("page-c"))
                .body("next", nullValue());
        Api.owner().get("/api/v1/teams?limit=201").then().statusCode(400);
    }

    @Test
    void shouldNameTheNearestKnownField() {
        Api.owner()
                .body("{\"metadata\":{\"name\":\"near\"},\"spec\":{\"membres\":[]}}")
                .put("/api/v1/teams/near")
                .then()
                .statusCode(400)
                .body("code", equalTo("unknown_field"))
                .body("errors[0].field", equalTo("spec.membres"))
                .body("errors[0].message", equalTo("is not a field: did you mean 'members'?"));
    }

    @Test
    void shouldRefuseReferencesToWhatDoesNotExist() {
        Api.owner()
                .body("{\"metadata\":{\"name\":\"x/y\"},\"spec\":{\"account\":\"nowhere\",\"upstream\":\"y\"}}")
                .put("/api/v1/models/x/y")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("spec.account"));
    }

    @Test
    void shouldTakeOnlyAModelAsAShadow() {
        Api.put("provider-accounts", "shadowed", "{\"provider\":\"openai\"}");
        Api.put("models", "shadowed/m", "{\"account\":\"shadowed\",\"upstream\":\"gpt-4o-mini\"}");
        Api.put("models", "shadowed/next", "{\"account\":\"shadowed\",\"upstream\":\"gpt-4o\"}");
        String shadowed = "{\"targets\":[{\"model\":\"shadowed/m\"}],\"shadow\":{\"model\":\"%s\",\"percent\":%s}}";
        Api.put("virtual-models", "shadowing", shadowed.formatted("shadowed/next", "0.5"));
        Api.owner()
                .get("/api/v1/virtual-models/shadowing")
                .then()
                .statusCode(200)
                .body("spec.shadow.percent", equalTo(0.5f));
        shadowRefused(shadowed.formatted("shadowing", "1"), "spec.shadow.model", "virtual model");
        shadowRefused(shadowed.formatted("shadowed/none", "1"), "spec.shadow.model", "does not exist");
        shadowRefused(shadowed.formatted("shadowed/next", "0"), "spec.shadow.percent", "more than 0");
        Api.owner()
                .delete("/api/v1/models/shadowed/next")
                .then()
                .statusCode(409)
                .body("references[0].name", equalTo("shadowing"));
    }

    private static void shadowRefused(String spec, String field, String message) {
        Api.owner()
                .body("{\"metadata\":{\"name\":\"other\"},\"spec\":" + spec + "}")
                .put("/api/v1/virtual-models/other")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo(field))
                .body("errors[0].message", containsString(message));
    }

    @Test
    void shouldNotDeleteWhatIsUsed() {
        Api.put("provider-accounts", "used", "{\"provider\":\"openai\"}");
        Api.put("models", "used/m", "{\"account\":\"used\",\"upstream\":\"gpt-4o-mini\"}");
        Api.owner()
                .delete("/api/v1/provider-accounts/used")
                .then()
                .statusCode(409)
                .body("code", equalTo("in_use"))
                .body("references[0].kind", equalTo("Model"))
                .body("references[0].name", equalTo("used/m"));
    }

    @Test
    void shouldTakeModelNamesRawAndEncoded() {
        Api.put("provider-accounts", "slashes", "{\"provider\":\"openai\"}");
        Api.put("models", "slashes/m", "{\"account\":\"slashes\",\"upstream\":\"gpt-4o-mini\"}");
        Api.owner().get("/api/v1/models/slashes/m").then().statusCode(200).body("metadata.name", equalTo("slashes/m"));
        Api.owner()
                .get("/api/v1/models/slashes%2Fm")
                .then()
                .statusCode(200)
                .body("metadata.name", equalTo("slashes/m"));
    }
}
