package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bus.Bus;
import dev.sluice.bus.BusSettings;
import dev.sluice.contract.bus.LimitState;
import dev.sluice.contract.bus.LimitStateRequest;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.embedded.SharedServers;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gateways that answer as it is written here. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class LimitStateTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant RESET = Instant.parse("2030-01-01T00:00:00Z");

    private final Bus bus = Bus.connect(BusSettings.of(SharedServers.nats().url(), "test"));

    @BeforeEach
    void connect() {
        for (int i = 0; !bus.isConnected() && i < 100; i++) {
            Api.sleep(50);
        }
    }

    @AfterEach
    void close() {
        bus.close();
    }

    private void answer(String rule, LimitState state) {
        Connection connection = bus.connection().orElseThrow();
        connection
                .createDispatcher(question -> answer(connection, question, rule, state))
                .subscribe(Subjects.LIMIT_STATE);
        try {
            connection.flush(Duration.ofSeconds(2));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void answer(Connection connection, Message question, String rule, LimitState state) {
        try {
            assertThat(JSON.readValue(question.getData(), LimitStateRequest.class)
                            .rule())
                    .isEqualTo(rule);
            connection.publish(question.getReplyTo(), JSON.writeValueAsBytes(state));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static LimitState.Segment segment(
            String team, String unit, long limit, long used, long reserved, Map<String, Long> gone) {
        return new LimitState.Segment(
                "", Map.of("team", team), unit, "month", limit, used, reserved, RESET.toEpochMilli(), gone);
    }

    /** Two that are there, one that says nothing, one that left, and one that was taken for dead and answers. */
    @Test
    void shouldSumWhatAllGatewaysHave() throws IOException {
        Api.put("budgets", "summed", "{\"per\":[\"team\"],\"limits\":[{\"usd\":\"50.00\",\"period\":\"month\"}]}");
        answer(
                "b/summed",
                new LimitState(
                        "state-a",
                        List.of(
                                segment(
                                        "red",
                                        "usd",
                                        50_000_000_000L,
                                        1_500_000_000,
                                        3,
                                        Map.of("left", 2_000_000_000L, "state-b", 9_000_000_000L)),
                                segment("blue", "usd", 50_000_000_000L, 1, 0, Map.of())),
                        false));
        answer(
                "b/summed",
                new LimitState(
                        "state-b",
                        List.of(segment("red", "usd", 50_000_000_000L, 250_000_000, 4, Map.of("left", 1_000_000_000L))),
                        true));

        Api.owner()
                .get("/api/v1/budgets/summed/state")
                .then()
                .statusCode(200)
                .body("instances", equalTo(2))
                .body("of", equalTo(2))
                .body("truncated", equalTo(true))
                .body("segments", hasSize(2))
                .body("segments[0].key.team", equalTo("blue"))
                .body("segments[1].key.team", equalTo("red"))
                .body("segments[1].subject", nullValue())
                .body("segments[1].unit", equalTo("usd"))
                .body("segments[1].window", equalTo("month"))
                .body("segments[1].limit", equalTo("50.000000000"))
                .body("segments[1].used", equalTo("3.750000000"))
                .body("segments[1].reserved", equalTo("0.000000007"))
                .body("segments[1].resetsAt", equalTo("2030-01-01T00:00:00Z"));
    }

    @Test
    void shouldCountInNumbersAndNotWaitForThoseWhoAreNotThere() {
        Api.put("rate-limits", "counted", "{\"limits\":[{\"unit\":\"concurrent\",\"amount\":5}]}");
        answer(
                "r/counted",
                new LimitState(
                        "state-a",
                        List.of(new LimitState.Segment("*", Map.of(), "concurrent", "", 5, 0, 3, 0, Map.of())),
                        false));
        long before = System.nanoTime();

        Api.owner()
                .get("/api/v1/rate-limits/counted/state")
                .then()
                .statusCode(200)
                .body("instances", equalTo(1))
                .body("segments[0].limit", equalTo(5))
                .body("segments[0].used", equalTo(0))
                .body("segments[0].reserved", equalTo(3))
                .body("segments[0].subject", equalTo("*"))
                .body("segments[0].resetsAt", nullValue());
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(1_500));
    }

    @Test
    void shouldTellOfNothingWhereThereIsNothing() {
        Api.owner().get("/api/v1/budgets/nowhere/state").then().statusCode(404).body("code", equalTo("not_found"));
    }
}
