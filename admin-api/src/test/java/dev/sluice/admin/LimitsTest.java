package dev.sluice.admin;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class LimitsTest {
    @Test
    void shouldKeepALimitThroughItsLife() {
        Api.put("rate-limits", "life", "{\"limits\":[{\"unit\":\"inputTokens\",\"amount\":600,\"window\":\"60s\"}]}");
        Api.owner()
                .get("/api/v1/rate-limits/life")
                .then()
                .statusCode(200)
                .body("kind", equalTo("RateLimit"))
                .body("spec.limits[0].unit", equalTo("inputTokens"))
                .body("spec.limits[0].amount", equalTo(600))
                .body("spec.limits[0].window", equalTo("1m"));
        Api.owner()
                .body("{\"spec\":{\"limits\":[{\"unit\":\"requests\",\"amount\":-1,\"window\":\"1m\"}]}}")
                .put("/api/v1/rate-limits/life")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_request"))
                .body("errors[0].field", equalTo("spec.limits[0].amount"))
                .body("errors[0].message", containsString("-1 is negative"));
        Api.owner()
                .body("{\"spec\":{\"limits\":[{\"unit\":\"requests\",\"amount\":1,\"period\":\"1m\"}]}}")
                .put("/api/v1/rate-limits/life")
                .then()
                .statusCode(400)
                .body("code", equalTo("unknown_field"));
        Api.owner().delete("/api/v1/rate-limits/life").then().statusCode(200);
    }

    @Test
    void shouldNotLoseWhatABudgetNames() {
        Api.put("alert-channels", "ops", "{\"type\":\"webhook\",\"url\":\"https://hooks.example.com/a\"}");
        Api.put("provider-accounts", "spare", "{\"provider\":\"openai\"}");
        Api.put("models", "spare/*", "{\"account\":\"spare\",\"upstream\":\"*\"}");
        Api.put("teams", "spenders", "{}");
        String budget =
                "{\"match\":{\"subjects\":{\"in\":[\"team:spenders\"]}},\"limits\":[{\"usd\":\"5.00\",\"period\":\"day\"}],"
                        + "\"onExceeded\":{\"model\":\"%s\"},\"alerts\":{\"at\":[50],\"channels\":[\"%s\"]}}";
        Api.owner()
                .body("{\"spec\":" + budget.formatted("nowhere/llama", "pager") + "}")
                .put("/api/v1/budgets/names")
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("spec.onExceeded.model"))
                .body("errors.field", hasItem("spec.alerts.channels[0]"));
        Api.put("budgets", "names", budget.formatted("spare/llama", "ops"));
        for (String used : new String[] {"alert-channels/ops", "models/spare/*", "teams/spenders"}) {
            Api.owner()
                    .delete("/api/v1/" + used)
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("in_use"))
                    .body("references[0].kind", equalTo("Budget"))
                    .body("references[0].name", equalTo("names"));
        }
        Api.owner().delete("/api/v1/budgets/names").then().statusCode(200);
        Api.owner().delete("/api/v1/alert-channels/ops").then().statusCode(200);
        Api.owner().delete("/api/v1/models/spare/*").then().statusCode(200);
    }

    @Test
    void shouldSealTheSecretOfAChannel() {
        String channel = "{\"type\":\"webhook\",\"url\":\"https://hooks.example.com/%s\",\"secret\":%s}";
        Api.put("alert-channels", "sealed", channel.formatted("a", "{\"value\":\"canary-of-a-hook\"}"));
        Api.owner()
                .get("/api/v1/alert-channels/sealed")
                .then()
                .body("spec.secret.stored", equalTo(true))
                .body("spec.secret.value", nullValue());
        Api.owner().get("/api/v1/export").then().body(not(containsString("canary-of-a-hook")));
        Api.put("alert-channels", "sealed", channel.formatted("a", "{\"stored\":true}"));
        Api.owner()
                .body("{\"spec\":" + channel.formatted("b", "{\"stored\":true}") + "}")
                .put("/api/v1/alert-channels/sealed")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("spec.secret"))
                .body("errors[0].message", containsString("because url changes"));
    }

    @Test
    void shouldWarnOfLimitsThatAreProbablyNotMeant() {
        Api.owner()
                .contentType("application/yaml")
                .body("""
                        kind: RateLimit
                        metadata: {name: never}
                        spec: {match: {models: {in: [a-model], notIn: [a-model]}}, limits: [{unit: requests, amount: 1, window: 1m}]}
                        ---
                        kind: RateLimit
                        metadata: {name: larger}
                        spec: {per: [user, team], limits: [{unit: requests, amount: 600, window: 1m}, {unit: tokens, amount: 0, window: 1m}]}
                        ---
                        kind: RateLimit
                        metadata: {name: smaller}
                        spec: {per: [team, user], limits: [{unit: requests, amount: 60, window: 60s}]}
                        """)
                .post("/api/v1/plan")
                .then()
                .statusCode(200)
                .body(
                        "warnings",
                        hasItem("RateLimit never can never match: match.models.notIn excludes all that in names"))
                .body("warnings", hasItem("RateLimit never names the model a-model, which does not exist"))
                .body("warnings", hasItem("RateLimit larger allows 0 tokens per 1m: it blocks everything it matches"))
                .body(
                        "warnings",
                        hasItem("RateLimit larger and RateLimit smaller limit requests per 1m of the same requests:"
                                + " the smaller one, RateLimit smaller, decides"));
    }
}
