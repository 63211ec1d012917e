package dev.sluice.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Bus;
import dev.sluice.bus.BusSettings;
import dev.sluice.bus.Streams;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.policy.ChangeSet;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.PolicyWire;
import dev.sluice.contract.secret.KeyEncryptionKey;
import dev.sluice.contract.secret.SignedFrame;
import dev.sluice.embedded.SharedServers;
import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.Subscription;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class PublishTest {
    private static final KeyEncryptionKey KEK = KeyEncryptionKey.ofBase64(TestServers.KEK);

    @Test
    void shouldKeepEveryRevisionOfFiftyWritersAndPublishThemInOrder() throws Exception {
        Api.put("teams", "writers", "{}");
        long before = Stored.number("SELECT revision FROM config_head");
        try (Bus bus = connect();
                ExecutorService writers = Executors.newFixedThreadPool(50)) {
            JetStreamSubscription subscription = changesFromNow(bus.connection().orElseThrow());
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String name = "writer-" + i;
                answers.add(writers.submit(() -> Api.owner()
                        .body("{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{}}")
                        .put("/api/v1/teams/" + name)
                        .statusCode()));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(201);
            }
            assertThat(Stored.number("SELECT revision FROM config_head")).isEqualTo(before + 50);
            assertThat(Stored.number("SELECT count(DISTINCT revision) FROM objects WHERE name LIKE 'writer-%'"))
                    .isEqualTo(50);
            for (long revision = before + 1; revision <= before + 50; revision++) {
                Message message = subscription.nextMessage(Duration.ofSeconds(5));
                assertThat(message).as("revision %s", revision).isNotNull();
                ChangeSet set = PolicyWire.changeSet(
                        SignedFrame.verify(KEK.signingKey(), SignedFrame.Purpose.CHANGE_SET, message.getData()));
                assertThat(set.revision()).isEqualTo(revision);
                assertThat(message.getHeaders().getFirst("sluice-revision")).isEqualTo(String.valueOf(revision));
            }
        }
    }

    @Test
    void shouldPutASnapshotWithTheDigestOfTheHeartbeat() throws Exception {
        try (Bus bus = connect()) {
            Connection connection = bus.connection().orElseThrow();
            Subscription heartbeats = connection.subscribe(Subjects.POLICY_HEARTBEAT);
            connection.flush(Duration.ofSeconds(2));
            Api.put("teams", "snapshot", "{\"residency\":\"r" + System.nanoTime() + "\"}");
            long revision = Stored.number("SELECT revision FROM config_head");
            JsonObject heartbeat = null;
            for (int i = 0; i < 20; i++) {
                Message message = heartbeats.nextMessage(Duration.ofSeconds(6));
                heartbeat = new JsonObject(new String(message.getData(), StandardCharsets.UTF_8));
                if (heartbeat.getLong("revision") >= revision) {
                    break;
                }
            }
            Api.sleep(2_500);
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            connection.objectStore(Subjects.POLICY_BUCKET).get(Subjects.POLICY_SNAPSHOT, frame);
            PolicyState fromNats = state(frame.toByteArray());
            assertThat(fromNats.revision()).isEqualTo(revision);
            assertThat(fromNats.digest())
                    .isEqualTo(java.util.Objects.requireNonNull(heartbeat).getString("digest"));
            byte[] overHttp = given().header("Authorization", "Bearer " + KEK.internalBearer())
                    .get("/internal/policy")
                    .then()
                    .statusCode(200)
                    .extract()
                    .asByteArray();
            assertThat(state(overHttp).digest()).isEqualTo(fromNats.digest());
            given().get("/internal/policy").then().statusCode(401);
        }
    }

    private static PolicyState state(byte[] frame) throws java.io.IOException {
        PolicyState state = new PolicyState();
        state.apply(PolicyWire.snapshot(SignedFrame.verify(KEK.signingKey(), SignedFrame.Purpose.SNAPSHOT, frame)));
        return state;
    }

    private static Bus connect() {
        Bus bus = Bus.connect(BusSettings.of(SharedServers.nats().url(), "test"));
        for (int i = 0; !bus.isConnected() && i < 100; i++) {
            Api.sleep(50);
        }
        return bus;
    }

    private static JetStreamSubscription changesFromNow(Connection connection) throws Exception {
        Streams.policy(connection);
        // What is committed already has left the outbox once nothing waits.
        for (int i = 0; i < 100 && Stored.number("SELECT count(*) FROM outbox WHERE published_at IS NULL") > 0; i++) {
            Api.sleep(50);
        }
        return connection
                .jetStream()
                .subscribe(
                        Subjects.POLICY_CHANGE,
                        PushSubscribeOptions.builder()
                                .configuration(ConsumerConfiguration.builder()
                                        .deliverPolicy(DeliverPolicy.New)
                                        .build())
                                .build());
    }
}
