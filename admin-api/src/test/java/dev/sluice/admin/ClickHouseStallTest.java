package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.embedded.SharedServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Worse than one that refuses connections: it takes them and says nothing. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ClickHouseStallTest {
    @AfterEach
    void resume() throws Exception {
        signal("CONT");
    }

    private static void signal(String name) throws IOException, InterruptedException {
        String pid = String.valueOf(SharedServers.clickhouse().pid());
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor())
                .isZero();
    }

    @Test
    void shouldRefuseAnalyticsInTimeAndGoOnWithPolicy() throws Exception {
        Api.owner();
        signal("STOP");
        try (ExecutorService callers = Executors.newFixedThreadPool(12)) {
            long start = System.nanoTime();
            List<Future<Response>> analytics = IntStream.range(0, 12)
                    .mapToObj(i -> callers.submit(() -> Api.owner()
                            .get(i % 2 == 0 ? "/api/v1/usage?interval=hour&groupBy=model" : "/api/v1/requests")))
                    .toList();
            for (int i = 0; i < 5; i++) {
                long began = System.nanoTime();
                Api.put("teams", "meanwhile", "{\"residency\":\"r" + i + "\"}");
                assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began))
                        .isLessThan(1_000);
            }
            for (Future<Response> answer : analytics) {
                answer.get().then().statusCode(503).body("code", equalTo("unavailable"));
            }
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(5_000);
            String team = "{\"kind\":\"Team\",\"metadata\":{\"name\":\"planned\"},\"spec\":{}}";
            Api.owner().body("[" + team + "]").post("/api/v1/plan").then().statusCode(200);
            Api.owner()
                    .body("[" + team + "]")
                    .post("/api/v1/plan?replay=1h")
                    .then()
                    .statusCode(503)
                    .body("code", equalTo("unavailable"));
        }
    }
}
