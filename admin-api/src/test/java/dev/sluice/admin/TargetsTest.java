package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bus.Bus;
import dev.sluice.bus.BusSettings;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.bus.TargetStates;
import dev.sluice.contract.bus.TargetStates.Target;
import dev.sluice.embedded.SharedServers;
import io.nats.client.Connection;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
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
class TargetsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

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

    private void answer(byte[] answer) {
        Connection connection = bus.connection().orElseThrow();
        connection
                .createDispatcher(question -> connection.publish(question.getReplyTo(), answer))
                .subscribe(Subjects.TARGETS);
        try {
            connection.flush(Duration.ofSeconds(2));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void answer(String instance, Target... targets) throws JsonProcessingException {
        answer(JSON.writeValueAsBytes(new TargetStates(instance, List.of(targets), false)));
    }

    @Test
    void shouldMergeWhatAllGatewaysSay() throws JsonProcessingException {
        answer(
                "targets-a",
                new Target("p/n", "p", "", "closed", "", 0, 0, 0, 0, 0, Map.of()),
                new Target("p/m", "p", "two", "closed", "", 0, 2, 30, 1, 100_000_000, Map.of()));
        answer(
                "targets-b",
                new Target(
                        "p/m",
                        "p",
                        "two",
                        "resting",
                        "rate_limited",
                        30_000,
                        3,
                        10,
                        4,
                        500_000_000,
                        Map.of("x-ratelimit-remaining-requests", "0")),
                new Target("p/m", "p", "one", "open", "server_error", 5_000, 0, 5, 5, 0, Map.of()));
        answer("nonsense".getBytes(StandardCharsets.UTF_8));
        Instant before = Instant.now();

        String until = Api.owner()
                .get("/api/v1/targets")
                .then()
                .statusCode(200)
                .body("instances", equalTo(2))
                .body("of", equalTo(2))
                .body("truncated", equalTo(false))
                .body("targets", hasSize(3))
                .body("targets.model", equalTo(List.of("p/m", "p/m", "p/n")))
                .body("targets[0].credential", equalTo("one"))
                .body("targets[0].state", equalTo("open"))
                .body("targets[0].reason", equalTo("server_error"))
                .body("targets[0]", not(hasKey("firstContentMs")))
                .body("targets[1].account", equalTo("p"))
                .body("targets[1].credential", equalTo("two"))
                .body("targets[1].state", equalTo("resting"))
                .body("targets[1].reason", equalTo("rate_limited"))
                .body("targets[1].gateways", equalTo(1))
                .body("targets[1].inFlight", equalTo(5))
                .body("targets[1].requests", equalTo(40))
                .body("targets[1].errors", equalTo(5))
                .body("targets[1].firstContentMs", equalTo(200))
                .body("targets[1].quota", equalTo(Map.of("x-ratelimit-remaining-requests", "0")))
                .body("targets[2].state", equalTo("closed"))
                .body("targets[2]", not(hasKey("credential")))
                .body("targets[2]", not(hasKey("reason")))
                .body("targets[2]", not(hasKey("restsUntil")))
                .body("targets[2].quota", equalTo(Map.of()))
                .extract()
                .path("targets[1].restsUntil");
        assertThat(Instant.parse(until))
                .isBetween(before.plusSeconds(30), Instant.now().plusSeconds(30));
    }

    @Test
    void shouldShowNothingWithoutAGateway() {
        long before = System.nanoTime();

        Api.owner()
                .get("/api/v1/targets")
                .then()
                .statusCode(200)
                .body("instances", equalTo(0))
                .body("targets", hasSize(0));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    }
}
