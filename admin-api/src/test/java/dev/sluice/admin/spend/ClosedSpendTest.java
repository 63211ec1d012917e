package dev.sluice.admin.spend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.admin.Api;
import dev.sluice.admin.TestServers;
import dev.sluice.admin.gateway.GatewayStatuses;
import dev.sluice.admin.usage.SpentRows;
import dev.sluice.bus.Bus;
import dev.sluice.bus.Streams;
import dev.sluice.contract.bus.GatewayStatus;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.limit.SegmentId;
import dev.sluice.contract.limit.gossip.LimitMessage;
import dev.sluice.contract.limit.gossip.LimitMessage.BucketState;
import dev.sluice.contract.limit.gossip.LimitMessage.CounterState;
import dev.sluice.contract.limit.lease.LeaseDocument;
import dev.sluice.contract.limit.lease.LeaseDocument.About;
import dev.sluice.contract.limit.lease.LeaseDocument.Lease;
import dev.sluice.contract.limit.lease.LeaseDocument.Spent;
import dev.sluice.contract.limit.lease.LeaseKey;
import dev.sluice.embedded.SharedServers;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerConfiguration;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records of gateways of which nothing has come for two hours, and of one that is there. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ClosedSpendTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    ClosedSpend spend;

    @Inject
    SpentRows rows;

    @Inject
    GatewayStatuses statuses;

    @Inject
    Bus bus;

    private Connection connection;

    @BeforeEach
    void prepare() throws SQLException, IOException, JetStreamApiException {
        for (int i = 0; !bus.isConnected() && i < 100; i++) {
            Api.sleep(50);
        }
        connection = bus.connection().orElseThrow();
        Streams.usage(connection);
        connection
                .jetStreamManagement()
                .addOrUpdateConsumer(
                        Subjects.USAGE_STREAM,
                        ConsumerConfiguration.builder()
                                .durable(Subjects.USAGE_CONSUMER)
                                .build());
        run("DROP DATABASE IF EXISTS sluice");
        run("CREATE DATABASE sluice");
        run("""
                CREATE TABLE sluice.requests (instance String, seq UInt64, version UInt8, time DateTime64(3, 'UTC'), user String,
                    service_account String, key String, team String, model_asked String, model String, account String,
                    metadata Map(String, String), attempts UInt16, attempt_log String, input_tokens UInt64,
                    cached_input_tokens UInt64, cache_write_tokens UInt64, cache_write_1h_tokens UInt64,
                    audio_input_tokens UInt64, output_tokens UInt64, reasoning_tokens UInt64, audio_output_tokens UInt64,
                    cost_nanos Int64, records UInt32, ingested_at DateTime64(3, 'UTC') DEFAULT now64(3))
                ENGINE = ReplacingMergeTree(version) ORDER BY (time, instance, seq)""");
    }

    @AfterEach
    void drop() throws SQLException {
        run("DROP DATABASE IF EXISTS sluice");
        for (String budget : List.of("closed-strict", "closed-soft")) {
            Api.owner().delete("/api/v1/budgets/" + budget);
        }
    }

    private static void run(String sql) throws SQLException {
        try (java.sql.Connection clickHouse =
                        DriverManager.getConnection(SharedServers.clickhouse().url());
                Statement statement = clickHouse.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void row(String instance, int seq, String project, long cost, String log) throws SQLException {
        String attempts = log.isEmpty() ? "1" : "2";
        run(
                "INSERT INTO sluice.requests (instance, seq, version, time, service_account, key, team, model_asked, model, account,"
                        + " metadata, attempts, attempt_log, input_tokens, output_tokens, cost_nanos, records, ingested_at) VALUES ('"
                        + instance
                        + "', " + seq + ", 2, now64(3), 'bot', 'k', 'red', 'm', 'm', 'a', map('project', '" + project
                        + "', 'x', '"
                        + seq + "'), " + attempts + ", '" + log + "', 10, 5, " + cost + ", 1, now64(3) - 7200 + " + seq
                        + ")");
    }

    private static About about(String rule, String project) {
        return new About(new SegmentId("b/" + rule, "", List.of(project)), "usd/lifetime/UTC", 0L);
    }

    private LeaseDocument document(String project) throws IOException, JetStreamApiException {
        return LeaseDocument.read(Objects.requireNonNull(connection
                .jetStreamManagement()
                .getLastMessage("KV_LEASES", "$KV.LEASES." + LeaseKey.of(about("closed-strict", project)))
                .getData()));
    }

    private void look() throws IOException, JetStreamApiException {
        // Only each third round looks at the records.
        for (int i = 0; i < 3; i++) {
            spend.round(connection, System.currentTimeMillis());
        }
    }

    @Test
    void shouldPutWhatRecordsSayInPlaceOfLeasesAndOfWhatTheDeadHadTold() throws Exception {
        String spec = "\"per\":[\"metadata:project\"],\"limits\":[{\"usd\":\"1\",\"period\":\"lifetime\"}]}";
        Api.put("budgets", "closed-strict", "{\"accuracy\":\"strict\"," + spec);
        Api.put("budgets", "closed-soft", "{\"accuracy\":\"soft\"," + spec);
        Streams.leases(connection);
        LeaseDocument held = new LeaseDocument(
                about("closed-strict", "one"),
                Map.of("alive", new Lease(300, 1), "dead-a", new Lease(500, 9)),
                Map.of("dead-b", new Spent(100, Long.MAX_VALUE), "idle", new Spent(40, Long.MAX_VALUE)));
        connection.jetStream().publish("$KV.LEASES." + LeaseKey.of(about("closed-strict", "one")), held.bytes());
        row("dead-a", 1, "one", 70, "");
        row("dead-a", 2, "two", 5, "");
        row(
                "dead-b",
                1,
                "one",
                30,
                "[{\"n\":1,\"kind\":\"primary\",\"model\":\"m\",\"account\":\"a\",\"tokens\":{},"
                        + "\"costNanos\":10},{\"n\":2,\"kind\":\"retry\",\"model\":\"m\",\"account\":\"a\",\"tokens\":{},\"costNanos\":20}]");
        alive("alive");
        row("alive", 1, "one", 1_000, "");

        look();

        assertThat(document("one").leases().get("alive")).isEqualTo(new Lease(300, 1));
        assertThat(document("one").instances())
                .as("idle may still be there")
                .containsExactlyInAnyOrder("alive", "idle");
        assertThat(document("one").spent().get("closed")).isEqualTo(new Spent(100, Long.MAX_VALUE));
        assertThat(document("two").spent()).as("made where it was missing").containsKey("closed");

        row("dead-b", 2, "one", 7, "");
        look();
        assertThat(document("one").spent().get("closed")).as("a late row").isEqualTo(new Spent(107, Long.MAX_VALUE));
        row("dead-b", 4, "one", 9, "");
        assertThat(rows.whole(List.of("dead-a", "dead-b"), 0))
                .as("the third record of dead-b is missing")
                .containsExactly("dead-a");
    }

    private void alive(String instance) throws Exception {
        GatewayStatus status = new GatewayStatus(
                instance,
                "host",
                1,
                "1",
                1,
                1,
                1,
                1,
                "",
                0,
                0,
                0,
                0,
                new GatewayStatus.Ring(0, 0, 0, 0),
                List.of(),
                List.of(),
                false);
        connection.publish(Subjects.GATEWAY_STATUS + "." + instance, JSON.writeValueAsBytes(status));
        for (int i = 0; !statuses.wasThere(instance, Instant.EPOCH) && i < 100; i++) {
            Api.sleep(50);
        }
    }

    @Test
    void shouldTellGatewaysWhatTheRecordsOfTheDeadSay() throws Exception {
        Api.put(
                "budgets",
                "closed-soft",
                "{\"accuracy\":\"soft\",\"per\":[\"metadata:project\"],\"limits\":[{\"usd\":\"1\",\"period\":\"lifetime\"}]}");
        row("told", 1, "three", 70, "");
        look();
        byte[] message = connection
                .jetStreamManagement()
                .getLastMessage(Subjects.LIMIT_STREAM, Subjects.LIMIT_CLOSED + ".told.0")
                .getData();
        byte[] expected = LimitMessage.closed(
                        "told",
                        0,
                        List.of(new CounterState(
                                new SegmentId("b/closed-soft", "", List.of("three")),
                                "usd/lifetime/UTC",
                                List.of(new BucketState(0, 70, 0)))))
                .getFirst();
        String counter = new String(expected, StandardCharsets.ISO_8859_1);
        assertThat(new String(message, StandardCharsets.ISO_8859_1))
                .contains(counter.substring(counter.indexOf("b/closed-soft")));
    }
}
