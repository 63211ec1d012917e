package dev.sluice.admin;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.embedded.SharedServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Plans over rows of a real ClickHouse. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class PlanReplayTest {
    private static final String PLAN = """
            kind: RateLimit
            metadata: {name: replayed}
            spec: {per: [user], match: {subjects: {in: ["user:replayed@example.com"]}}, limits: [{unit: requests, amount: 5, window: 1h}]}
            """;

    @BeforeAll
    static void fill() throws SQLException, IOException {
        run("DROP DATABASE IF EXISTS sluice");
        run("CREATE DATABASE sluice");
        try (InputStream ddl = Objects.requireNonNull(PlanReplayTest.class.getResourceAsStream("/requests.sql"))) {
            run(new String(ddl.readAllBytes(), StandardCharsets.UTF_8));
        }
        // 40 in ten minutes, two hours ago, each written twice; and some that never came as far as limits.
        long start = System.currentTimeMillis() - 2 * 3_600_000;
        for (int i = 0; i < 2; i++) {
            run("INSERT INTO sluice.requests (instance, seq, version, id, time, endpoint, model_asked, user, outcome,"
                    + " error_class, input_tokens, latency_us, metadata, records)"
                    + " SELECT 'i', number, 2, toString(number), fromUnixTimestamp64Milli(toInt64(" + start
                    + " + number * 15000), 'UTC'),"
                    + " 'chat.completions', 'replay/m', 'replayed@example.com', if(number < 40, 'ok', 'refused'),"
                    + " if(number < 40, '', 'invalid_request'), 1000000, 1000, map('env', 'prod'), 1 FROM numbers(45)");
        }
    }

    @AfterAll
    static void drop() throws SQLException {
        run("DROP DATABASE IF EXISTS sluice");
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(SharedServers.clickhouse().url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static ValidatableResponse plan(String query) {
        return Api.owner()
                .contentType("application/yaml")
                .body(PLAN)
                .post("/api/v1/plan" + query)
                .then();
    }

    /** Of tests before this one: they hold for its requests too. */
    private static void forgetOtherRules() {
        for (String collection : List.of("rate-limits", "budgets")) {
            List<String> names = Api.owner()
                    .get("/api/v1/" + collection + "?limit=200")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("items.metadata.name");
            names.forEach(name -> Api.owner().delete("/api/v1/" + collection + "/" + name));
        }
    }

    @Test
    void shouldTellWhatThePlanWouldHaveRefused() {
        forgetOtherRules();
        Api.put("users", "replayed@example.com", "{}");
        Api.put("provider-accounts", "replay", "{\"provider\":\"openai\"}");
        Api.put(
                "models",
                "replay/m",
                "{\"account\":\"replay\",\"upstream\":\"m\",\"modes\":[\"chat\"],\"price\":{\"input\":\"2\"}}");
        Api.put("access-rules", "replayed", "{\"subjects\":[\"user:replayed@example.com\"],\"models\":[\"replay/*\"]}");

        plan("?replay=6h")
                .statusCode(200)
                .body("changes.name", hasItem("replayed"))
                .body("whatIf.requests", equalTo(40))
                .body("whatIf.sampled", nullValue())
                .body("whatIf.truncated", equalTo(false))
                .body("whatIf.now.refused", equalTo(0))
                .body("whatIf.now.costUsd", equalTo("80.000000000"))
                .body("whatIf.then.refused", equalTo(35))
                .body("whatIf.then.costUsd", equalTo("10.000000000"))
                .body("whatIf.newlyRefused[0].name", equalTo("replayed"))
                .body("whatIf.newlyRefused[0].requests", equalTo(35))
                .body("whatIf.newlyRefused[0].subjects[0].subject", equalTo("user:replayed@example.com"));
        plan("?replay=1h").statusCode(200).body("whatIf.requests", equalTo(0));
        plan("").statusCode(200).body("whatIf", nullValue());
    }

    @Test
    void shouldRefuseOtherStretchesOfTime() {
        plan("?replay=32d").statusCode(400).body("errors[0].field", equalTo("replay"));
        plan("?replay=59m").statusCode(400).body("errors[0].field", equalTo("replay"));
        plan("?replay=soon").statusCode(400).body("errors[0].field", equalTo("replay"));
    }
}
