package dev.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.bus.Bus;
import dev.sluice.bus.BusSettings;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.embedded.SharedServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class WaitTest {
    @Test
    void shouldAnswerOnceEveryGatewayHasTheRevision() throws Exception {
        Api.owner();
        try (Bus bus = Bus.connect(BusSettings.of(SharedServers.nats().url(), "test"));
                ExecutorService caller = Executors.newSingleThreadExecutor()) {
            for (int i = 0; !bus.isConnected() && i < 100; i++) {
                Api.sleep(50);
            }
            long before = Stored.number("SELECT revision FROM config_head");
            say(bus, before, false);
            Api.sleep(300);
            Future<Response> waiting = caller.submit(() -> apply("apply?wait=all", 1));
            Api.sleep(1_500);
            assertThat(waiting.isDone()).isFalse();
            say(bus, before + 1, false);
            waiting.get()
                    .then()
                    .statusCode(200)
                    .body("live.instances", equalTo(1))
                    .body("live.of", equalTo(1));
            apply("apply", 2)
                    .then()
                    .statusCode(200)
                    .body("live.instances", equalTo(0))
                    .body("live.of", equalTo(1));
            say(bus, before + 2, true);
            Api.sleep(300);
            apply("apply?wait=all", 3).then().statusCode(200).body("live.of", equalTo(0));
        }
    }

    private static Response apply(String path, int residency) {
        return Api.owner()
                .contentType("application/yaml")
                .body("{kind: Team, metadata: {name: awaited}, spec: {residency: r" + residency + "}}")
                .post("/api/v1/" + path);
    }

    private static void say(Bus bus, long revision, boolean leaving) throws IOException {
        JsonObject status = new JsonObject()
                .put("instance", "fake")
                .put("host", "h")
                .put("port", 1)
                .put("version", "v")
                .put("epoch", Stored.number("SELECT epoch FROM config_head"))
                .put("revision", revision)
                .put("digest", "")
                .put("ring", new JsonObject())
                .put("disabledObjects", new JsonArray())
                .put("leaving", leaving);
        bus.connection()
                .orElseThrow()
                .publish(Subjects.GATEWAY_STATUS + ".fake", status.encode().getBytes(StandardCharsets.UTF_8));
    }
}
