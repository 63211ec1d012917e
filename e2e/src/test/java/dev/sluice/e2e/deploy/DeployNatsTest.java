package dev.sluice.e2e.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bus.Bus;
import dev.sluice.bus.BusSettings;
import dev.sluice.bus.Streams;
import dev.sluice.contract.bus.Heartbeat;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.bus.TargetStates;
import dev.sluice.contract.limit.Admission;
import dev.sluice.contract.limit.Amounts;
import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.ChangeSet;
import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.policy.LimitRules;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.Owner;
import dev.sluice.contract.policy.PolicyCompiler;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.PolicyWire;
import dev.sluice.contract.policy.Snapshot;
import dev.sluice.contract.policy.Subject;
import dev.sluice.contract.secret.KeyEncryptionKey;
import dev.sluice.contract.secret.SignedFrame;
import dev.sluice.embedded.EmbeddedNats;
import dev.sluice.embedded.Settings;
import dev.sluice.gateway.health.TargetAnswers;
import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.limit.LimitKeeper;
import dev.sluice.gateway.policy.BackgroundTasks;
import dev.sluice.gateway.policy.NatsPolicySource;
import dev.sluice.gateway.policy.PolicyKeeper;
import dev.sluice.ingest.ledger.ClickHouse;
import dev.sluice.ingest.ledger.RequestsTable;
import dev.sluice.ingest.source.UsageConsumer;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.PublishOptions;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With docker/nats.conf a real server lets each process do its work, and nothing of the others'. */
@Timeout(60)
class DeployNatsTest {
    private static final JetStreamOptions IMPATIENT =
            JetStreamOptions.builder().requestTimeout(Duration.ofMillis(500)).build();
    private static final SignedFrame.Key KEY = KeyEncryptionKey.ofBase64(
                    Base64.getEncoder().encodeToString(new byte[32]))
            .signingKey();

    @TempDir
    Path directory;

    private Process server;
    private String url;
    private Bus admin;
    private Bus gateway;
    private Bus ingest;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        String program = program();
        int port = freePort();
        Path file = directory.resolve("nats.conf");
        Files.writeString(directory.resolve("passwords.conf"), """
                ADMIN_PASSWORD: "a1"
                GATEWAY_PASSWORD: "2g"
                INGEST_PASSWORD: "3"
                """);
        String shipped = Repository.read("docker/nats.conf")
                .replace("port: 4222", "host: 127.0.0.1\nport: " + port)
                .replace("http: \"127.0.0.1:8222\"", "")
                .replace("/data", directory.resolve("data").toString());
        Files.writeString(file, shipped);
        if (new ProcessBuilder(program, "-t", "-c", file.toString()).start().waitFor() != 0) {
            // A server before 2.10 does not know this one.
            Files.writeString(file, shipped.replace("sync_interval: always", ""));
        }
        server = new ProcessBuilder(program, "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("nats.log").toFile())
                .start();
        url = "nats://127.0.0.1:" + port;
        admin = connect(url, "sluice-admin", "a1");
        gateway = connect(url, "sluice-gateway", "2g");
        ingest = connect(url, "sluice-ingest", "3");
    }

    @AfterEach
    void stop() throws InterruptedException {
        List.of(admin, gateway, ingest).forEach(Bus::close);
        server.destroy();
        server.waitFor();
    }

    /** The server that the tests of this repository run: one is started, and asked for its path. */
    private String program() {
        try (EmbeddedNats _ = EmbeddedNats.start(Settings.in(directory.resolve("embedded")))) {
            return ProcessHandle.current()
                    .descendants()
                    .flatMap(child -> child.info().command().stream())
                    .filter(command -> command.endsWith("/nats-server"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Bus connect(String url, String user, String password) {
        return Bus.connect(new BusSettings(url, user, Optional.empty(), Optional.of(user), Optional.of(password)));
    }

    private static Connection of(Bus bus) {
        await(bus::isConnected);
        return bus.connection().orElseThrow();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not within 15 s").isLessThan(end);
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
        }
    }

    @Test
    void policyGoesFromTheControlPlaneToAGateway() throws Exception {
        publishPolicy(of(admin));

        try (BackgroundTasks thread = new BackgroundTasks("policy");
                BackgroundTasks loader = new BackgroundTasks("loader")) {
            PolicyKeeper keeper = new PolicyKeeper(thread, (_, _) -> "", InstantSource.system());
            new NatsPolicySource(gateway, keeper, KEY, loader).start();
            await(() -> keeper.current() != null);
            assertThat(keeper.current().revision()).isEqualTo(7);
        }
    }

    /** As the admin API does. */
    private static void publishPolicy(Connection connection) throws Exception {
        Streams.policy(connection);
        Streams.policyBucket(connection);
        byte[] snapshot =
                SignedFrame.sign(KEY, SignedFrame.Purpose.SNAPSHOT, PolicyWire.encode(new Snapshot(1, 7, List.of())));
        for (int times = 0; times < 2; times++) {
            connection
                    .objectStore(Subjects.POLICY_BUCKET)
                    .put(Subjects.POLICY_SNAPSHOT, new ByteArrayInputStream(snapshot));
        }
        connection
                .jetStream(IMPATIENT)
                .publish(NatsMessage.builder()
                        .subject(Subjects.POLICY_CHANGE)
                        .headers(new Headers().add("Nats-Msg-Id", "1:7"))
                        .data(SignedFrame.sign(
                                KEY,
                                SignedFrame.Purpose.CHANGE_SET,
                                PolicyWire.encode(new ChangeSet(1, 7, Instant.EPOCH, List.of()))))
                        .build());
        assertThat(connection
                        .jetStreamManagement(IMPATIENT)
                        .getLastMessage(Subjects.POLICY_STREAM, Subjects.POLICY_CHANGE)
                        .getSeq())
                .isEqualTo(1);
    }

    @Test
    void heartbeatsGoDownAndStatusGoesUp() throws Exception {
        BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
        Dispatcher up = of(admin).createDispatcher(heard::add);
        up.subscribe(Subjects.GATEWAY_STATUS + ".*");
        Dispatcher down = of(gateway).createDispatcher(heard::add);
        down.subscribe(Subjects.POLICY_HEARTBEAT);
        of(admin).flush(Duration.ofSeconds(2));
        of(gateway).flush(Duration.ofSeconds(2));

        of(gateway).publish(Subjects.GATEWAY_STATUS + ".i1", new byte[0]);
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isNotNull();
        of(admin)
                .publish(
                        Subjects.POLICY_HEARTBEAT,
                        new Heartbeat(1, 7, "").toString().getBytes(UTF_8));
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void gatewaysShareLimitsAndTellTheControlPlane() throws Exception {
        PolicyState state = new PolicyState();
        state.apply(new Snapshot(
                1,
                1,
                Manifests.readYaml(
                                "kind: Budget\nmetadata: {name: b}\nspec: {limits: [{tokens: 100, period: month}]}\n")
                        .stream()
                        .map(object -> Change.put(object, 1))
                        .toList()));
        LimitRules rules = new PolicyCompiler((_, _) -> "").compile(state).limits();
        try (LimitKeeper keeper = new LimitKeeper("i1", () -> rules, gateway)) {
            keeper.start();
            await(() -> spends(keeper, rules));
            byte[] question = "{\"rule\":\"b/b\"}".getBytes(UTF_8);
            Message answer = of(admin).request(Subjects.LIMIT_STATE, question, Duration.ofSeconds(2));
            assertThat(new String(answer.getData(), UTF_8)).contains("\"instance\":\"i1\"", "\"used\":1");
            await(() -> holds("KV_" + Subjects.LEASE_BUCKET) && holds(Subjects.LIMIT_STREAM));
            assertThat(keeper.isCutOff()).isFalse();
        }
        for (Bus bus : List.of(admin, ingest)) {
            refused(bus, Subjects.LIMIT_FULL + ".i1.0");
            refused(bus, Subjects.HEALTH + ".i1");
        }
        for (Bus bus : List.of(gateway, ingest)) {
            refused(bus, Subjects.LIMIT_CLOSED + ".i1.0");
        }
        refused(ingest, "$KV." + Subjects.LEASE_BUCKET + ".lease.a");
        for (String subject : List.of(Subjects.LIMIT_CLOSED + ".i1.0", "$KV." + Subjects.LEASE_BUCKET + ".lease.a")) {
            assertThat(of(admin)
                            .jetStream(IMPATIENT)
                            .publish(subject, new byte[0])
                            .hasError())
                    .as("of gateways that are gone")
                    .isFalse();
        }
    }

    @Test
    void oneGatewayIsAskedWhatWouldBecomeOfARequest() throws Exception {
        BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        Connection answering = of(gateway);
        answering
                .createDispatcher(message -> {
                    asked.add(message.getSubject());
                    answering.publish(message.getReplyTo(), "{}".getBytes(UTF_8));
                })
                .subscribe(Subjects.SIMULATE, Subjects.GATEWAYS);
        answering.flush(Duration.ofSeconds(2));

        Message answer = of(admin).request(Subjects.SIMULATE, new byte[0], Duration.ofSeconds(2));

        assertThat(new String(answer.getData(), UTF_8)).isEqualTo("{}");
        assertThat(asked).hasSize(1);
        refused(ingest, Subjects.SIMULATE);
    }

    @Test
    void everyGatewayIsAskedHowTargetsStand() throws Exception {
        try (Bus other = connect(url, "sluice-gateway", "2g")) {
            for (Map.Entry<String, Bus> each :
                    Map.of("i1", gateway, "i2", other).entrySet()) {
                new TargetAnswers(each.getValue(), each.getKey(), new TargetHealth()).start();
            }
            // They listen a moment after they are connected.
            await(() -> targetAnswers().containsAll(List.of("i1", "i2")));
        }
        for (Bus bus : List.of(gateway, ingest)) {
            refused(bus, Subjects.TARGETS);
        }
    }

    private Set<String> targetAnswers() {
        Connection asking = of(admin);
        String inbox = asking.createInbox();
        Set<String> instances = new HashSet<>();
        try {
            Subscription answers = asking.subscribe(inbox);
            asking.publish(Subjects.TARGETS, inbox, new byte[0]);
            Message answer = answers.nextMessage(Duration.ofMillis(300));
            // While nobody listens yet, the server says so with a message that has no body.
            while (answer != null && answer.getData().length > 0) {
                instances.add(new ObjectMapper()
                        .readValue(answer.getData(), TargetStates.class)
                        .instance());
                answer = answers.nextMessage(Duration.ofMillis(300));
            }
            answers.unsubscribe();
        } catch (InterruptedException | IOException e) {
            throw new AssertionError(e);
        }
        return instances;
    }

    private static boolean spends(LimitKeeper keeper, LimitRules rules) {
        Owner owner = new Owner(new Subject(Subject.Type.USER, "ada"), false, List.of(), "", Map.of(), List.of());
        LimitFacts facts = new LimitFacts(owner, "", "", Map.of(), "");
        Amounts one = Amounts.of(1, 0, 0);
        if (keeper.limiter().admit(rules.atAdmission(facts, "m"), facts, "m", "", one)
                instanceof Admission.Admitted admitted) {
            admitted.reservation().settle(one);
            return true;
        }
        return false;
    }

    /** Asked with the gateway's own rights. */
    private boolean holds(String stream) {
        try {
            return of(gateway)
                            .jetStreamManagement(IMPATIENT)
                            .getStreamInfo(stream)
                            .getStreamState()
                            .getMsgCount()
                    > 0;
        } catch (IOException | io.nats.client.JetStreamApiException e) {
            return false;
        }
    }

    /** One that cannot be read takes the longest way: handed over, pulled, put aside, acknowledged. */
    @Test
    void usageGoesFromAGatewayToTheWorker() throws Exception {
        Connection connection = of(gateway);
        Streams.usage(connection);
        long seq = connection
                .jetStream(IMPATIENT)
                .publish(Subjects.USAGE + ".i1", "not a record\n".getBytes(UTF_8))
                .getSeqno();
        assertThat(connection.jetStreamManagement(IMPATIENT).getMessage(Subjects.USAGE_STREAM, seq))
                .isNotNull();

        RequestsTable nowhere = new RequestsTable(new ClickHouse(
                new ClickHouse.Address("jdbc:clickhouse://127.0.0.1:1/default", Optional.empty(), Optional.empty())));
        try (UsageConsumer consumer = new UsageConsumer(ingest, nowhere, this::putAside, _ -> {})) {
            consumer.start();
            await(() -> consumer.deadLetters() == 1);
            await(() -> acknowledged() == 1);
        }
    }

    /** With the worker's own rights. */
    private void putAside(byte[] message, String reason) throws IOException {
        try {
            // As the connector's channel does.
            of(ingest)
                    .jetStream(IMPATIENT)
                    .publish(
                            Subjects.USAGE_DEAD,
                            new Headers().add("sluice-reason", reason),
                            message,
                            PublishOptions.builder()
                                    .messageId(UUID.randomUUID().toString())
                                    .expectedStream(Subjects.USAGE_DEAD_STREAM)
                                    .build());
        } catch (io.nats.client.JetStreamApiException e) {
            throw new IOException(reason, e);
        }
    }

    private long acknowledged() {
        try {
            return of(ingest)
                    .jetStreamManagement(IMPATIENT)
                    .getConsumerInfo(Subjects.USAGE_STREAM, "ingest")
                    .getAckFloor()
                    .getStreamSequence();
        } catch (IOException | io.nats.client.JetStreamApiException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nobodyDoesTheWorkOfAnother() throws Exception {
        Streams.policy(of(admin));
        Streams.usage(of(ingest));

        refused(gateway, Subjects.POLICY_CHANGE);
        refused(ingest, Subjects.POLICY_CHANGE);
        refused(admin, Subjects.USAGE + ".i1");
        refused(ingest, Subjects.USAGE + ".i1");
        for (Bus bus : List.of(gateway, ingest)) {
            assertThatThrownBy(() -> of(bus).jetStreamManagement(IMPATIENT).deleteStream(Subjects.POLICY_STREAM))
                    .isInstanceOf(IOException.class);
        }
        assertThatThrownBy(
                        () -> of(ingest).jetStreamManagement(IMPATIENT).getStreamInfo("OBJ_" + Subjects.POLICY_BUCKET))
                .isInstanceOf(IOException.class);
    }

    private static void refused(Bus bus, String subject) {
        assertThatThrownBy(() -> of(bus).jetStream(IMPATIENT).publish(subject, new byte[0]))
                .as(subject)
                .isInstanceOf(IOException.class);
    }
}
