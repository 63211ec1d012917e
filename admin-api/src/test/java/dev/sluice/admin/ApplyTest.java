package dev.sluice.admin;

import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ApplyTest {
    private static final String ACCOUNT = """
            kind: ProviderAccount
            metadata: {name: mass}
            spec: {provider: openai}
            """;
    private static final String MANIFESTS = """
            kind: Team
            metadata: {name: gitops, labels: {app: gitops}}
            spec: {}
            ---
            kind: ServiceAccount
            metadata: {name: gitops-bot, labels: {app: gitops}}
            spec: {team: gitops}
            ---
            kind: ApiKey
            metadata: {name: gitops-key, labels: {app: gitops}}
            spec: {owner: "serviceAccount:gitops-bot", team: gitops, models: ["*"]}
            """;

    private static io.restassured.response.Response apply(String path, String body) {
        return Api.owner().contentType("application/yaml").body(body).post("/api/v1/" + path);
    }

    @Test
    void shouldPlanAndApplyOnceAndThenChangeNothing() {
        apply("plan", MANIFESTS).then().statusCode(200).body("changes.change", everyItem(equalTo("created")));
        long before = Stored.number("SELECT revision FROM config_head");
        int revision = apply("apply?wait=all", MANIFESTS)
                .then()
                .statusCode(200)
                .body("applied.change", everyItem(equalTo("created")))
                .body("secrets.gitops-key", startsWith("sl_s_"))
                .extract()
                .path("revision");
        org.assertj.core.api.Assertions.assertThat((long) revision).isEqualTo(before + 1);
        apply("apply", MANIFESTS)
                .then()
                .statusCode(200)
                .body("revision", equalTo(revision))
                .body("applied.change", everyItem(equalTo("unchanged")))
                .body("secrets", anEmptyMap());
        String without = MANIFESTS.substring(0, MANIFESTS.lastIndexOf("---"));
        apply("plan?prune=app=gitops", without.replace("spec: {}", "spec: {residency: eu}"))
                .then()
                .statusCode(200)
                .body("changes.find { it.kind == 'Team' }.diff[0].path", equalTo("spec.residency"))
                .body("changes.find { it.kind == 'Team' }.diff[0].after", equalTo("eu"))
                .body("changes.find { it.kind == 'ApiKey' }.change", equalTo("deleted"));
        apply("apply?prune=app=gitops", without).then().statusCode(200).body("applied.change", hasItem("deleted"));
        Api.owner().get("/api/v1/api-keys/gitops-key").then().statusCode(404);
    }

    @Test
    void shouldApplyNothingWhenItIsAskedForWhatItDoesNotKnow() {
        for (String path : List.of("apply?dryRun=true", "plan?dryRun=true", "apply?replay=7d")) {
            String parameter = path.substring(path.indexOf('?') + 1, path.indexOf('='));
            apply(path, "{kind: Team, metadata: {name: unasked}, spec: {}}")
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("unknown_field"))
                    .body("errors[0].field", equalTo(parameter))
                    .body("errors[0].message", containsString("POST /plan"));
        }
        Api.owner().get("/api/v1/teams/unasked").then().statusCode(404);
    }

    @Test
    void shouldRefuseAllWhenOneIsWrong() {
        long before = Stored.number("SELECT revision FROM config_head");
        apply("apply", """
                        kind: Team
                        metadata: {name: half}
                        spec: {}
                        ---
                        kind: Model
                        metadata: {name: half/m}
                        spec: {account: missing, upstream: m}
                        """).then().statusCode(400);
        Api.owner().get("/api/v1/teams/half").then().statusCode(404);
        org.assertj.core.api.Assertions.assertThat(Stored.number("SELECT revision FROM config_head"))
                .isEqualTo(before);
    }

    @Test
    void shouldAskBeforeItRemovesMostOfAKind() {
        StringBuilder models = new StringBuilder(ACCOUNT);
        for (int i = 0; i < 40; i++) {
            models.append("---\nkind: Model\nmetadata: {name: mass/m")
                    .append(i)
                    .append(", labels: {mass: \"1\"}}\n")
                    .append("spec: {account: mass, upstream: gpt-4o-mini}\n");
        }
        apply("apply", models.toString()).then().statusCode(200);
        apply("apply?prune=mass=1", ACCOUNT).then().statusCode(409).body("code", equalTo("force_required"));
        apply("apply?prune=mass=1&force=true", ACCOUNT).then().statusCode(200);
    }
}
