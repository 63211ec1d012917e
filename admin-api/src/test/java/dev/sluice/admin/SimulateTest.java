package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bus.Bus;
import dev.sluice.bus.BusSettings;
import dev.sluice.contract.bus.SimulationAnswer;
import dev.sluice.contract.bus.SimulationRequest;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.explain.Explanation;
import dev.sluice.contract.explain.Verdict;
import dev.sluice.contract.policy.LimitAmount;
import dev.sluice.embedded.SharedServers;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gateways that answer as it is written here. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class SimulateTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Explanation EXPLANATION = new Explanation(
            42,
            new Explanation.Caller("ada@example.com", null, null, "research"),
            new Explanation.Asked("m", true, "team:research"),
            List.of(new Explanation.Rule(
                    "Budget",
                    "month",
                    "usd",
                    "month",
                    Map.of("team", "research"),
                    null,
                    new LimitAmount("50.00"),
                    new LimitAmount("12.50"),
                    new LimitAmount("0.00"),
                    new LimitAmount("0.01"),
                    new LimitAmount("37.50"),
                    "2026-12-01T00:00:00Z",
                    "enforce",
                    Verdict.PASSED,
                    null)),
            List.of(new Explanation.Target("m", "openai-main", "openai", true, null, null, 0.5, List.of())),
            "admitted",
            null);

    private final Bus bus = Bus.connect(BusSettings.of(SharedServers.nats().url(), "test"));
    private final LinkedBlockingQueue<SimulationRequest> asked = new LinkedBlockingQueue<>();

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

    private void answer(SimulationAnswer answer) throws Exception {
        Connection connection = bus.connection().orElseThrow();
        for (int gateway = 0; gateway < 3; gateway++) {
            Dispatcher dispatcher = connection.createDispatcher(question -> answer(connection, question, answer));
            dispatcher.subscribe(Subjects.SIMULATE, Subjects.GATEWAYS);
        }
        connection.flush(Duration.ofSeconds(2));
    }

    private void answer(Connection connection, Message question, SimulationAnswer answer) {
        try {
            asked.add(JSON.readValue(question.getData(), SimulationRequest.class));
            connection.publish(question.getReplyTo(), JSON.writeValueAsBytes(answer));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldAskOneGatewayAndTellWhatItSays() throws Exception {
        answer(SimulationAnswer.of(EXPLANATION));

        Api.owner()
                .body(
                        "{\"user\":\"ada@example.com\",\"model\":\"m\",\"metadata\":{\"env\":\"prod\"},"
                                + "\"address\":\"192.0.2.7\",\"inputTokens\":1000,\"maxOutputTokens\":50,\"stream\":true,\"headers\":{\"X-Tier\":\"gold\"}}")
                .post("/api/v1/simulate")
                .then()
                .statusCode(200)
                .body("policyRevision", equalTo(42))
                .body("principal.team", equalTo("research"))
                .body("principal.key", nullValue())
                .body("model.grantedBy", equalTo("team:research"))
                .body("rules[0].limit", equalTo("50.00"))
                .body("rules[0].segment.team", equalTo("research"))
                .body("rules[0].decision", equalTo("passed"))
                .body("targets[0].chosen", equalTo(true))
                .body("targets[0].score", equalTo(0.5f))
                .body("outcome", equalTo("admitted"));

        assertThat(asked)
                .containsExactly(new SimulationRequest(
                        null,
                        "ada@example.com",
                        null,
                        "m",
                        Map.of("env", "prod"),
                        "192.0.2.7",
                        1000,
                        50,
                        true,
                        Map.of("X-Tier", "gold")));
    }

    @Test
    void shouldNameTheFieldThatIsNotKnown() throws Exception {
        answer(SimulationAnswer.unknown("key", "names 'gone', which the gateways do not know"));

        Api.owner()
                .body("{\"key\":\"gone\",\"model\":\"m\"}")
                .post("/api/v1/simulate")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_request"))
                .body("errors[0].field", equalTo("key"))
                .body("errors[0].message", containsString("'gone'"));
    }

    @Test
    void shouldSayWhatToDoWithoutAGateway() {
        long before = System.nanoTime();
        Api.owner()
                .body("{\"key\":\"k\",\"model\":\"m\"}")
                .post("/api/v1/simulate")
                .then()
                .statusCode(503)
                .body("code", equalTo("unavailable"))
                .body("detail", containsString("see that one runs"));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void shouldRefuseWhatIsNoRequest() {
        refuses("{\"model\":\"m\"}", "key");
        refuses("{\"model\":\"m\",\"key\":\"k\",\"user\":\"u\"}", "key");
        refuses("{\"user\":\"u\"}", "model");
        refuses("{\"user\":\"u\",\"model\":\"m\",\"inputTokens\":-1}", "inputTokens");
        refuses("{\"user\":\"u\",\"model\":\"m\",\"address\":\"example.com\"}", "address");
        refuses("{\"user\":\"u\",\"modle\":\"m\"}", "modle");
    }

    private static void refuses(String body, String field) {
        Api.owner().body(body).post("/api/v1/simulate").then().statusCode(400).body("errors[0].field", equalTo(field));
    }
}
