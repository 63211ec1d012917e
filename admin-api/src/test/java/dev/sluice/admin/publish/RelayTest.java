package dev.sluice.admin.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admin.TestServers;
import dev.sluice.bus.Bus;
import dev.sluice.bus.BusSettings;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.policy.ChangeSet;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.Metadata;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.PolicyWire;
import dev.sluice.contract.policy.TeamSpec;
import dev.sluice.contract.secret.KeyEncryptionKey;
import dev.sluice.contract.secret.SignedFrame;
import dev.sluice.embedded.EmbeddedNats;
import dev.sluice.embedded.Settings;
import dev.sluice.embedded.SharedServers;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Each test has a NATS server and databases of its own. */
@Timeout(60)
class RelayTest {
    private static final SignedFrame.Key KEY =
            KeyEncryptionKey.ofBase64(TestServers.kek()).signingKey();

    @TempDir
    Path dir;

    private int port;

    @BeforeEach
    void choosePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
    }

    @Test
    void shouldPublishInOrderWhatWasCommittedWhileNatsWasDown() throws Exception {
        String database = database();
        try (Replica replica = new Replica(servers(database))) {
            for (int i = 1; i <= 5; i++) {
                replica.team("early-" + i);
            }
            assertThat(waiting(database)).isEqualTo(5);
            try (EmbeddedNats nats = nats()) {
                untilPublished(database);
                assertThat(published(nats)).containsExactlyElementsOf(ids(1, 1, 5));
            }
            for (int i = 1; i <= 5; i++) {
                replica.team("late-" + i);
            }
            assertThat(waiting(database)).isEqualTo(5);
            try (EmbeddedNats nats = nats()) {
                untilPublished(database);
                assertThat(published(nats)).containsExactlyElementsOf(ids(1, 1, 10));
            }
        }
    }

    @Test
    void shouldBeginANewEpochWhenTheStreamIsAheadOfTheDatabase() throws Exception {
        try (EmbeddedNats nats = nats()) {
            String lost = database();
            try (Replica replica = new Replica(servers(lost))) {
                replica.team("one");
                replica.team("two");
                replica.team("three");
                untilPublished(lost);
            }
            String restored = database();
            try (Replica replica = new Replica(servers(restored))) {
                for (int i = 0; replica.live.head().epoch() == 1 && i < 200; i++) {
                    Thread.sleep(50);
                }
                replica.team("after");
                untilPublished(restored);
                assertThat(number(restored, "SELECT epoch FROM config_head")).isEqualTo(2);
                assertThat(published(nats)).containsExactly("1:1", "1:2", "1:3", "2:1");
                PolicyState gateway = bucket(nats, "2:1");
                assertThat(gateway.digest()).isEqualTo(replica.live.heartbeat().digest());
                assertThat(gateway.objects(Kind.TEAM)).hasSize(1);
            }
        }
    }

    @Test
    void shouldPublishALargeChangeSetAsASnapshotAlone() throws Exception {
        String database = database();
        try (EmbeddedNats nats = nats();
                Replica replica = new Replica(servers(database))) {
            replica.team("small");
            replica.teams(incompressible(1_500));
            assertThat(number(database, "SELECT max(length(payload)) FROM outbox"))
                    .isGreaterThan(512 * 1024);
            untilPublished(database);
            PolicyState gateway = bucket(nats, "1:2");
            assertThat(published(nats)).containsExactly("1:1");
            assertThat(gateway.objects(Kind.TEAM)).hasSize(1_501);
            assertThat(gateway.digest()).isEqualTo(replica.live.heartbeat().digest());
            replica.team("next");
            untilPublished(database);
            assertThat(published(nats)).containsExactly("1:1", "1:3");
            gateway.apply(changeSet(nats, "1:3"));
            assertThat(gateway.isComplete()).isTrue();
            assertThat(gateway.digest()).isEqualTo(replica.live.heartbeat().digest());
        }
    }

    /** The connection with the lock is cut again and again while both commit; in the end one replica is left. */
    @Test
    void shouldHandOverToTheOtherReplicaWithoutLosingOrReordering() throws Exception {
        String database = database();
        try (EmbeddedNats nats = nats();
                Replica first = new Replica(servers(database));
                Replica second = new Replica(servers(database))) {
            for (int i = 1; i <= 60; i++) {
                (i % 2 == 0 ? first : second).team("team-" + i);
                if (i % 12 == 0) {
                    cutLeader(database);
                }
            }
            untilPublished(database);
            first.stopPublishing();
            cutLeader(database);
            for (int i = 61; i <= 70; i++) {
                second.team("team-" + i);
            }
            untilPublished(database);
            assertThat(published(nats)).containsExactlyElementsOf(ids(1, 1, 70));
            assertThat(bucket(nats, "1:70").digest())
                    .isEqualTo(second.live.heartbeat().digest());
        }
    }

    private EmbeddedNats nats() {
        return EmbeddedNats.start(Settings.in(dir.resolve("nats")).withPort(port));
    }

    private Map<String, String> servers(String database) {
        var postgres = SharedServers.postgres();
        Map<String, String> settings = new HashMap<>();
        settings.put("SLUICE_PG_URL", "postgresql://127.0.0.1:" + postgres.port() + "/" + database);
        settings.put("SLUICE_PG_USER", postgres.user());
        settings.put("SLUICE_PG_PASSWORD", postgres.password());
        settings.put("SLUICE_NATS_URL", "nats://127.0.0.1:" + port);
        return settings;
    }

    private static String database() throws SQLException {
        String name = "relay_" + System.nanoTime();
        run("sluice", "CREATE DATABASE " + name);
        return name;
    }

    /** Ends the connection that holds the relay's lock, as a failing network or server would. */
    private static void cutLeader(String database) throws SQLException {
        run(
                database,
                "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
                        + " WHERE l.locktype = 'advisory' AND d.datname = current_database()");
    }

    private static void run(String database, String sql) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static java.sql.Connection connect(String database) throws SQLException {
        var postgres = SharedServers.postgres();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + database);
        return source.getConnection(postgres.user(), postgres.password());
    }

    private static long number(String database, String sql) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static long waiting(String database) throws SQLException {
        return number(database, "SELECT count(*) FROM outbox WHERE published_at IS NULL");
    }

    private static void untilPublished(String database) throws SQLException, InterruptedException {
        for (int i = 0; waiting(database) > 0 && i < 300; i++) {
            Thread.sleep(50);
        }
        assertThat(waiting(database)).isZero();
    }

    private static List<String> ids(long epoch, long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(r -> epoch + ":" + r).toList();
    }

    private static List<PolicyObject> incompressible(int count) {
        Random random = new Random(1);
        List<PolicyObject> teams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] noise = new byte[600];
            random.nextBytes(noise);
            String description = Base64.getEncoder().encodeToString(noise);
            teams.add(new PolicyObject(
                    Kind.TEAM,
                    new Metadata("noise-" + i, null, description, null, null, null, null),
                    new TeamSpec(List.of(), List.of(), null)));
        }
        return teams;
    }

    /** What a look at the server with a connection of its own finds. */
    @FunctionalInterface
    private interface Look<T> {
        T at(Connection connection) throws IOException, JetStreamApiException, InterruptedException;
    }

    private static <T> T look(EmbeddedNats nats, Look<T> look) throws Exception {
        try (Bus bus = Bus.connect(BusSettings.of(nats.url(), "test"))) {
            for (int i = 0; !bus.isConnected() && i < 100; i++) {
                Thread.sleep(50);
            }
            return look.at(bus.connection().orElseThrow());
        }
    }

    /** The ids of the stream's messages, in its order. */
    private static List<String> published(EmbeddedNats nats) throws Exception {
        return look(nats, connection -> {
            var management = connection.jetStreamManagement();
            StreamInfo info = management.getStreamInfo(Subjects.POLICY_STREAM);
            List<String> ids = new ArrayList<>();
            for (long i = info.getStreamState().getFirstSequence();
                    i <= info.getStreamState().getLastSequence();
                    i++) {
                ids.add(idOf(management.getMessage(Subjects.POLICY_STREAM, i)));
            }
            return ids;
        });
    }

    private static String idOf(MessageInfo message) {
        return String.valueOf(Objects.requireNonNull(message.getHeaders()).getFirst("Nats-Msg-Id"));
    }

    private static ChangeSet changeSet(EmbeddedNats nats, String id) throws Exception {
        return look(nats, connection -> {
            var last = connection.jetStreamManagement().getLastMessage(Subjects.POLICY_STREAM, Subjects.POLICY_CHANGE);
            assertThat(idOf(last)).isEqualTo(id);
            return PolicyWire.changeSet(
                    SignedFrame.verify(KEY, SignedFrame.Purpose.CHANGE_SET, Objects.requireNonNull(last.getData())));
        });
    }

    /** A gateway's state that was fed by the bucket alone, once the snapshot of this head is there. */
    private static PolicyState bucket(EmbeddedNats nats, String head) throws Exception {
        return look(nats, connection -> {
            PolicyState state = new PolicyState();
            for (int i = 0; i < 200; i++) {
                state = new PolicyState();
                ByteArrayOutputStream frame = new ByteArrayOutputStream();
                try {
                    connection.objectStore(Subjects.POLICY_BUCKET).get(Subjects.POLICY_SNAPSHOT, frame);
                    state.apply(PolicyWire.snapshot(
                            SignedFrame.verify(KEY, SignedFrame.Purpose.SNAPSHOT, frame.toByteArray())));
                } catch (java.security.NoSuchAlgorithmException e) {
                    throw new IllegalStateException(e);
                } catch (IOException | JetStreamApiException | IllegalArgumentException e) {
                    // Not there yet, or being replaced.
                }
                if ((state.epoch() + ":" + state.revision()).equals(head)) {
                    break;
                }
                Thread.sleep(50);
            }
            assertThat(state.epoch() + ":" + state.revision()).isEqualTo(head);
            return state;
        });
    }
}
