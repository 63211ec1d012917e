package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.embedded.SharedServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AnalyticsTest {
    private static final String RANGE = "from=2026-11-20T10:00:00Z&to=2026-11-20T12:00:00Z";

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

    @Test
    @Order(1)
    void shouldBeEmptyBeforeTheTableExists() throws SQLException {
        run("DROP DATABASE IF EXISTS sluice");
        Api.owner().get("/api/v1/requests?" + RANGE).then().statusCode(200).body("items.size()", equalTo(0));
        Api.owner()
                .get("/api/v1/usage?" + RANGE)
                .then()
                .statusCode(200)
                .body("total.requests", equalTo(0))
                .body("total.costUsd", equalTo("0.000000000"));
    }

    @Test
    @Order(2)
    void shouldCountMoneyExactlyAndRowsOnce() throws SQLException, IOException {
        fill();
        Api.owner()
                .get("/api/v1/usage?" + RANGE + "&groupBy=model")
                .then()
                .statusCode(200)
                .body("total.requests", equalTo(3))
                .body("total.errors", equalTo(1))
                .body("total.costUsd", equalTo("0.000000357"))
                .body("total.unpriced", equalTo(1))
                .body("total.tokens.cacheWrite", equalTo(14))
                .body("total.tokens.audioInput", equalTo(21))
                .body("total.tokens.audioOutput", equalTo(24))
                .body("total.fallbacks", equalTo(1))
                .body("rows.group.model", hasItems("m/a", "m/b"))
                .body("rows.find { it.group.model == 'm/a' }.requests", equalTo(2))
                .body("rows.find { it.group.model == 'm/a' }.latencyMs.p50", equalTo(2.0f));
        Api.owner()
                .get("/api/v1/usage?" + RANGE + "&interval=hour&groupBy=metadata:project&team=red")
                .then()
                .statusCode(200)
                .body("rows[0].time", equalTo("2026-11-20T11:00:00Z"))
                .body("rows[0].group.'metadata:project'", equalTo("p'1"))
                .body("rows[0].requests", equalTo(2));
    }

    @Test
    @Order(3)
    void shouldPageThroughRequestsNewestFirst() {
        String next = Api.owner()
                .get("/api/v1/requests?limit=2&" + RANGE)
                .then()
                .statusCode(200)
                .body("items.id", equalTo(java.util.List.of("id-3", "id-2")))
                .body("items[0].costUsd", nullValue())
                .body("items[1].costUsd", equalTo("0.000000234"))
                .body("items[1].metadata.project", equalTo("p'1"))
                .extract()
                .path("next");
        Api.owner()
                .get("/api/v1/requests?limit=2&" + RANGE + "&after=" + next)
                .then()
                .body("items.id", equalTo(java.util.List.of("id-1")))
                .body("next", nullValue());
        Api.owner()
                .get("/api/v1/requests/id-2")
                .then()
                .statusCode(200)
                .body("id", equalTo("id-2"))
                .body("rules", equalTo(List.of(Map.of("kind", "Budget", "name", "b", "decision", "rerouted"))))
                .body("attemptLog[0].kind", equalTo("fallback"))
                .body("attemptLog[0].latencyMs", equalTo(2.0f))
                .body("attemptLog[0].tokens.cacheWrite", equalTo(3))
                .body("attemptLog[0].tokens.audioInput", equalTo(5))
                .body("attemptLog[0].tokens.audioOutput", equalTo(6))
                .body("tokens.audioInput", equalTo(7))
                .body("tokens.audioOutput", equalTo(8));
        Api.owner().get("/api/v1/requests/id-1").then().body("rules", equalTo(List.of()));
        Api.owner().get("/api/v1/requests/none").then().statusCode(404);
        assertThat(Api.owner()
                        .get("/api/v1/requests/export?format=csv&" + RANGE)
                        .asString()
                        .lines())
                .hasSize(4);
        assertThat(Api.owner()
                        .get("/api/v1/requests/export?format=jsonl&" + RANGE)
                        .asString()
                        .lines())
                .hasSize(3);
    }

    @Test
    @Order(4)
    void shouldRefuseWhatIsNotBoundedOrNotAColumn() {
        Api.owner().get("/api/v1/usage?groupBy=1;DROP").then().statusCode(400);
        Api.owner().get("/api/v1/requests?limit=501").then().statusCode(400);
        Api.owner()
                .get("/api/v1/requests?from=2026-01-01T00:00:00Z&to=2026-11-20T12:00:00Z")
                .then()
                .statusCode(400);
    }

    private static void fill() throws SQLException, IOException {
        run("CREATE DATABASE IF NOT EXISTS sluice");
        try (InputStream ddl = Objects.requireNonNull(AnalyticsTest.class.getResourceAsStream("/requests.sql"))) {
            run(new String(ddl.readAllBytes(), StandardCharsets.UTF_8));
        }
        insert("1, 2, 'id-1', '2026-11-20 10:30:00', 'm/a', '', 'ok', 123, false, 2000, '[]'");
        String log = "[{\"n\":1,\"kind\":\"fallback\",\"latencyMicros\":2000,"
                + "\"tokens\":{\"cacheWrite\":1,\"cacheWrite1h\":2,\"audioInput\":5,\"audioOutput\":6}}]";
        String second = ", 'id-2', '2026-11-20 11:10:00', 'm/a', 'red', 'ok', 234, false, 2000, '" + log + "'";
        insert("2, 1" + second.replace("234", "999"));
        insert("2, 2" + second);
        insert("2, 2" + second);
        insert("3, 2, 'id-3', '2026-11-20 11:20:00', 'm/b', 'red', 'failed', 0, true, 9000, '[]'");
    }

    private static void insert(String values) throws SQLException {
        run("INSERT INTO sluice.requests (seq, version, id, time, model, team, outcome, cost_nanos, unpriced,"
                + " latency_us, attempt_log, records, cache_write_tokens, cache_write_1h_tokens, audio_input_tokens,"
                + " audio_output_tokens, instance, metadata, rules) VALUES ("
                + values + ", 1, 2, " + (values.startsWith("1") ? 4 : 2) + ", 7, 8, 'i', map('project', 'p\\'1'), "
                + (values.startsWith("2") ? "'[{\"kind\":\"Budget\",\"name\":\"b\",\"decision\":\"rerouted\"}]'" : "''")
                + ")");
    }
}
