package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bus.Bus;
import dev.sluice.bus.BusSettings;
import dev.sluice.bus.Streams;
import dev.sluice.contract.bus.GatewayStatus;
import dev.sluice.contract.bus.Heartbeat;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.policy.ApiKeySpec;
import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.ChangeSet;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.Metadata;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.PolicyWire;
import dev.sluice.contract.policy.Snapshot;
import dev.sluice.contract.secret.KeyEncryptionKey;
import dev.sluice.contract.secret.SignedFrame;
import dev.sluice.contract.usage.RecordFormat;
import dev.sluice.contract.usage.UsageMessage;
import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.embedded.SharedServers;
import dev.sluice.testkit.FakeProvider;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Policy from NATS and usage to NATS, with the real server; the test plays the control plane. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@org.junit.jupiter.api.Tag("servers")
class NatsTest {
    private static final String KEK = Base64.getEncoder().encodeToString(new byte[32]);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SignedFrame.Key key = KeyEncryptionKey.ofBase64(KEK).signingKey();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final PolicyState head = new PolicyState();
    private FakeProvider provider;
    private Bus bus;

    @BeforeAll
    void start() throws Exception {
        provider = FakeProvider.start(vertx);
        bus = Bus.connect(BusSettings.of(SharedServers.nats().url(), "control-plane"));
        RunningGateway.await(bus::isConnected);
        Streams.policy(connection());
        Streams.policyBucket(connection());
        Streams.usage(connection());
        List<Change> changes = new ArrayList<>();
        for (PolicyObject object : Manifests.readYaml(Manifest.of(provider.baseUrl()))) {
            changes.add(Change.put(object, 1));
        }
        head.apply(new Snapshot(1, 1, changes));
        putSnapshot();
    }

    @AfterAll
    void stop() {
        provider.close();
        bus.close();
        vertx.close();
    }

    private Connection connection() {
        return bus.connection().orElseThrow();
    }

    private void putSnapshot() throws Exception {
        byte[] frame = SignedFrame.sign(key, SignedFrame.Purpose.SNAPSHOT, PolicyWire.encode(head.toSnapshot()));
        connection().objectStore(Subjects.POLICY_BUCKET).put(Subjects.POLICY_SNAPSHOT, new ByteArrayInputStream(frame));
    }

    private void publish(Change... changes) throws Exception {
        ChangeSet set = next(changes);
        connection()
                .jetStream()
                .publish(
                        Subjects.POLICY_CHANGE,
                        SignedFrame.sign(key, SignedFrame.Purpose.CHANGE_SET, PolicyWire.encode(set)));
        beat();
    }

    /** Commits without telling anybody. */
    private ChangeSet next(Change... changes) {
        ChangeSet set = new ChangeSet(1, head.revision() + 1, Instant.now(), List.of(changes));
        head.apply(set);
        return set;
    }

    private void beat() throws IOException {
        connection()
                .publish(
                        Subjects.POLICY_HEARTBEAT,
                        JSON.writeValueAsBytes(new Heartbeat(head.epoch(), head.revision(), head.digest())));
    }

    private RunningGateway gateway(Path directory) throws IOException {
        return RunningGateway.with(
                vertx,
                Map.of(
                        "SLUICE_NATS_URL",
                        SharedServers.nats().url(),
                        "SLUICE_KEK",
                        KEK,
                        "SLUICE_SPOOL_DIR",
                        directory.resolve("spool").toString(),
                        "SLUICE_POLICY_CACHE_DIR",
                        directory.resolve("cache").toString()));
    }

    private HttpResponse<String> chat(RunningGateway gateway, String apiKey) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .timeout(Duration.ofSeconds(10))
                .header("authorization", "Bearer " + apiKey)
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"fake/chat\",\"messages\":[]}"))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static PolicyObject apiKey(String name, String secret) {
        ApiKeySpec spec = new ApiKeySpec(
                "serviceAccount:bot",
                null,
                List.of("*"),
                List.of(),
                null,
                List.of(),
                Map.of(),
                null,
                null,
                new ApiKeySpec.KeySecret(KeyFormat.sha256(secret), null, null));
        return new PolicyObject(Kind.API_KEY, Metadata.named(name), spec);
    }

    @Test
    void learnsOfANewKeyAndOfItsRevocationAtOnce(@TempDir Path directory) throws Exception {
        try (RunningGateway gateway = gateway(directory)) {
            RunningGateway.await(() -> gateway.gateway().isReady());
            String secret = "a-key-of-thirty-two-characters-or-more-1";
            assertThat(chat(gateway, secret).statusCode()).isEqualTo(401);
            beat();

            publish(Change.put(apiKey("late", secret), head.revision() + 1));
            RunningGateway.await(() -> gateway.gateway().keeper().digest().equals(head.digest()));
            assertThat(chat(gateway, secret).statusCode()).isEqualTo(200);

            publish(Change.tombstone(new ObjectId(Kind.API_KEY, "late"), head.revision() + 1));
            RunningGateway.await(() -> gateway.gateway().keeper().digest().equals(head.digest()));
            assertThat(chat(gateway, secret).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void loadsTheSnapshotWhenAChangeWasMissed(@TempDir Path directory) throws Exception {
        try (RunningGateway gateway = gateway(directory)) {
            RunningGateway.await(() -> gateway.gateway().isReady());
            String secret = "a-key-of-thirty-two-characters-or-more-2";
            next(Change.put(apiKey("missed", secret), head.revision() + 1));
            putSnapshot();
            beat();

            RunningGateway.await(() -> gateway.gateway().keeper().digest().equals(head.digest()));
            assertThat(chat(gateway, secret).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void ignoresAChangeThatIsNotSignedWithTheKek(@TempDir Path directory) throws Exception {
        try (RunningGateway gateway = gateway(directory)) {
            RunningGateway.await(() -> gateway.gateway().isReady());
            String secret = "a-key-of-thirty-two-characters-or-more-3";
            ChangeSet forged = new ChangeSet(
                    1,
                    head.revision() + 1,
                    Instant.now(),
                    List.of(Change.put(apiKey("forged", secret), head.revision() + 1)));
            byte[] otherKek = new byte[32];
            otherKek[0] = 1;
            SignedFrame.Key wrong = KeyEncryptionKey.ofBase64(
                            Base64.getEncoder().encodeToString(otherKek))
                    .signingKey();

            connection()
                    .publish(
                            Subjects.POLICY_CHANGE,
                            SignedFrame.sign(wrong, SignedFrame.Purpose.CHANGE_SET, PolicyWire.encode(forged)));
            connection().flush(Duration.ofSeconds(2));
            Thread.sleep(200);

            assertThat(chat(gateway, secret).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void handsEveryRecordOverAndTellsHowItIs(@TempDir Path directory) throws Exception {
        List<UsageRecord> received = new CopyOnWriteArrayList<>();
        List<GatewayStatus> statuses = new CopyOnWriteArrayList<>();
        var dispatcher = connection().createDispatcher();
        try (RunningGateway gateway = gateway(directory)) {
            String instance = gateway.gateway().instance();
            dispatcher.subscribe(Subjects.USAGE + "." + instance, message -> received.addAll(records(message)));
            dispatcher.subscribe(Subjects.GATEWAY_STATUS + "." + instance, message -> statuses.add(status(message)));
            connection().flush(Duration.ofSeconds(2));
            RunningGateway.await(() -> gateway.gateway().isReady());
            for (int n = 0; n < 20; n++) {
                chat(gateway, n % 2 == 0 ? Manifest.KEY : Manifest.NARROW_KEY);
            }
            RunningGateway.await(() -> received.size() == 20);

            assertThat(received.stream().map(UsageRecord::seq).distinct().count())
                    .isEqualTo(20);
            assertThat(received).allMatch(r -> r.instance().equals(instance));
            gateway.gateway().keeper(); // still up
        }
        RunningGateway.await(() -> statuses.stream().anyMatch(GatewayStatus::leaving));
        assertThat(statuses.getLast().revision()).isPositive();
        connection().closeDispatcher(dispatcher);
        try (var files = Files.list(directory.resolve("spool"))) {
            assertThat(files).as("an empty ring leaves no file").isEmpty();
        }
    }

    @Test
    void letsRecordsGatherWhileRequestsGoOn(@TempDir Path directory) throws Exception {
        int requests = 600;
        List<Integer> batches = new CopyOnWriteArrayList<>();
        var dispatcher = connection().createDispatcher();
        try (RunningGateway gateway = gateway(directory)) {
            String instance = gateway.gateway().instance();
            dispatcher.subscribe(
                    Subjects.USAGE + "." + instance,
                    message -> batches.add(records(message).size()));
            connection().flush(Duration.ofSeconds(2));
            RunningGateway.await(() -> gateway.gateway().isReady());
            long began = System.nanoTime();
            List<Thread> clients = new ArrayList<>();
            for (int n = 0; n < 6; n++) {
                clients.add(Thread.ofVirtual().start(() -> chats(gateway, requests / 6)));
            }
            for (Thread each : clients) {
                each.join();
            }
            long tenths = (System.nanoTime() - began) / 100_000_000;
            RunningGateway.await(
                    () -> batches.stream().mapToInt(Integer::intValue).sum() == requests);

            assertThat(batches.size()).as("ten messages a second").isLessThanOrEqualTo((int) tenths + 3);
        }
        connection().closeDispatcher(dispatcher);
    }

    private void chats(RunningGateway gateway, int count) {
        try {
            for (int n = 0; n < count; n++) {
                chat(gateway, Manifest.KEY);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<UsageRecord> records(Message message) {
        List<UsageRecord> records = new ArrayList<>();
        try {
            UsageMessage read = UsageMessage.read(message.getData());
            for (byte[] record : read.records()) {
                records.add(RecordFormat.read(record, read.instance()));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return records;
    }

    private static GatewayStatus status(Message message) {
        try {
            return JSON.readValue(message.getData(), GatewayStatus.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void servesFromTheLastKnownGoodFileWhenAllElseIsDown(@TempDir Path directory) throws Exception {
        try (RunningGateway first = gateway(directory)) {
            RunningGateway.await(() -> first.gateway().isReady());
            RunningGateway.await(() -> Files.exists(directory.resolve("cache/policy.last-known-good")));
        }
        Map<String, String> nothingThere = Map.of(
                "SLUICE_NATS_URL",
                "nats://127.0.0.1:1",
                "SLUICE_ADMIN_URL",
                "http://127.0.0.1:1",
                "SLUICE_KEK",
                KEK,
                "SLUICE_POLICY_CACHE_DIR",
                directory.resolve("cache").toString());
        long before = System.nanoTime();
        try (RunningGateway second = RunningGateway.with(vertx, nothingThere)) {
            assertThat(chat(second, Manifest.KEY).statusCode())
                    .as("before there is a policy")
                    .isIn(503, 200);
            RunningGateway.await(() -> second.gateway().isReady());
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
            assertThat(chat(second, Manifest.KEY).statusCode()).isEqualTo(200);
            assertThat(chat(second, "sl_s_unknown").statusCode()).isEqualTo(401);
        }
        Path file = directory.resolve("cache/policy.last-known-good");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        try (RunningGateway third = RunningGateway.with(vertx, nothingThere)) {
            RunningGateway.await(() -> Files.exists(directory.resolve("cache/policy.last-known-good.bad")));
            assertThat(chat(third, Manifest.KEY).statusCode()).isEqualTo(503);
        }
    }
}
