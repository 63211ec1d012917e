package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bus.Bus;
import dev.sluice.bus.BusSettings;
import dev.sluice.bus.Streams;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.usage.Attempt;
import dev.sluice.contract.usage.Outcome;
import dev.sluice.contract.usage.RecordFormat;
import dev.sluice.contract.usage.RecordOutput;
import dev.sluice.contract.usage.RuleDecision;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.contract.usage.UsageMessage;
import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.embedded.SharedServers;
import dev.sluice.ingest.ledger.ClickHouse;
import dev.sluice.ingest.ledger.RequestsTable;
import dev.sluice.ingest.rollup.HourlyRollup;
import dev.sluice.ingest.source.UsageConsumer;
import io.nats.client.Connection;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From JetStream to the table, with the real servers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IngestTest {
    private static final long HOUR = 3_600_000;
    private final ClickHouse clickHouse = new ClickHouse(
            new ClickHouse.Address(SharedServers.clickhouse().url(), Optional.empty(), Optional.empty()));
    private final HourlyRollup rollup = new HourlyRollup(clickHouse);
    private final List<Unreadable> putAside = new CopyOnWriteArrayList<>();
    private Bus bus;
    private UsageConsumer consumer;

    private record Unreadable(byte[] message, String reason) {}

    @BeforeAll
    void start() throws Exception {
        bus = Bus.connect(BusSettings.of(SharedServers.nats().url(), "test"));
        until(() -> bus.isConnected());
        Streams.usage(bus.connection().orElseThrow());
        consumer = new UsageConsumer(
                bus,
                new RequestsTable(clickHouse),
                (message, reason) -> putAside.add(new Unreadable(message, reason)),
                rollup::touched);
        consumer.start();
    }

    @AfterAll
    void stop() {
        consumer.close();
        bus.close();
    }

    private static UsageRecord record(String instance, long seq, int version, long timeMillis, @Nullable Long cost) {
        return new UsageRecord(
                instance,
                seq,
                version,
                "id-" + instance + "-" + seq,
                "",
                timeMillis,
                "chat.completions",
                "demo/chat",
                "demo/chat",
                "openai-compatible",
                "demo",
                "research",
                "",
                "bot",
                "bot-key",
                true,
                200,
                version == 1 ? Outcome.ABORTED : Outcome.OK,
                "",
                Tokens.of(10, 5).withCachedInput(2).withReasoning(1).withAudio(3, 4),
                cost,
                false,
                120_000,
                40_000L,
                150,
                List.of(new Attempt(1, "primary", "demo/chat", "demo", 200, "", Tokens.NONE, cost, 10, 100)),
                "bypass",
                7,
                3,
                "s-1",
                Map.of("env", "it's \"quoted\"\\"),
                1,
                seq == 1 ? List.of(new RuleDecision("Budget", "it's", RuleDecision.REROUTED)) : List.of());
    }

    private void publish(UsageRecord... records) throws Exception {
        publish(UsageMessage.of(records[0].instance(), records));
    }

    private void publish(byte[] message) throws Exception {
        Connection connection = bus.connection().orElseThrow();
        connection.jetStream().publish(Subjects.USAGE + ".test", message);
    }

    private String query(String sql) throws SQLException {
        try (java.sql.Connection connection = clickHouse.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            StringBuilder text = new StringBuilder();
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    text.append(i == 1 ? "" : "|").append(rows.getString(i));
                }
                text.append('\n');
            }
            return text.toString().strip();
        }
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("still not so after 20 s").isLessThan(end);
            Thread.sleep(20);
        }
    }

    private void untilStored(String instance, int rows) throws Exception {
        until(() -> query("SELECT count() FROM sluice.requests FINAL WHERE instance = '" + instance + "'")
                .equals(Integer.toString(rows)));
    }

    @Test
    void storesEveryFieldOfARecord() throws Exception {
        String instance = UUID.randomUUID().toString();
        publish(record(instance, 1, 2, 1_750_000_000_123L, 17_500L));

        untilStored(instance, 1);
        assertThat(query(
                        "SELECT id, toUnixTimestamp64Milli(time), model, team, service_account, stream, status, outcome,"
                                + " input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, audio_input_tokens,"
                                + " audio_output_tokens, cost_nanos, unpriced,"
                                + " first_token_us, attempts, metadata['env'], policy_revision, records FROM sluice.requests FINAL"
                                + " WHERE instance = '" + instance + "'"))
                .isEqualTo("id-" + instance
                        + "-1|1750000000123|demo/chat|research|bot|true|200|ok|10|2|5|1|3|4|17500|false|40000"
                        + "|1|it's \"quoted\"\\|7|1");
        assertThat(query("SELECT JSONExtractString(attempt_log, 1, 'kind') FROM sluice.requests WHERE instance = '"
                        + instance + "'"))
                .isEqualTo("primary");
        publish(record(instance, 2, 2, 1_750_000_000_123L, 17_500L));
        untilStored(instance, 2);
        assertThat(query("SELECT rules FROM sluice.requests FINAL WHERE instance = '" + instance
                        + "' ORDER BY seq DESC"))
                .isEqualTo("[{\"kind\":\"Budget\",\"name\":\"it's\",\"decision\":\"rerouted\"}]");
    }

    @Test
    void countsARecordOnceHoweverOftenItComes() throws Exception {
        String instance = UUID.randomUUID().toString();
        long time = System.currentTimeMillis();
        publish(record(instance, 1, 2, time, 100L), record(instance, 2, 2, time, 100L));
        publish(
                record(instance, 1, 2, time, 100L),
                record(instance, 2, 2, time, 100L),
                record(instance, 3, 2, time, 100L));
        publish(record(instance, 2, 2, time, 100L));

        untilStored(instance, 3);
        assertThat(query("SELECT sum(cost_nanos) FROM sluice.requests FINAL WHERE instance = '" + instance + "'"))
                .isEqualTo("300");
    }

    @Test
    void prefersTheRealRecordToTheRecoveredOne() throws Exception {
        String instance = UUID.randomUUID().toString();
        long time = System.currentTimeMillis();
        publish(record(instance, 1, 2, time, 500L));
        publish(record(instance, 1, 1, time, 7L));
        publish(record(instance, 2, 1, time, 7L));

        untilStored(instance, 2);
        assertThat(query("SELECT seq, outcome, cost_nanos FROM sluice.requests FINAL WHERE instance = '" + instance
                        + "' ORDER BY seq"))
                .isEqualTo("1|ok|500\n2|aborted|7");
    }

    @Test
    void putsAsideWhatCannotBeReadAndGoesOn() throws Exception {
        String instance = UUID.randomUUID().toString();
        long before = consumer.deadLetters();
        UsageRecord good = record(instance, 1, 2, System.currentTimeMillis(), null);
        publish("not usage".getBytes(StandardCharsets.UTF_8));
        RecordOutput encoded = new RecordOutput();
        RecordFormat.write(good, encoded);
        UsageMessage.Writer mixed = new UsageMessage.Writer();
        mixed.add(new byte[] {1, 2, 3});
        mixed.add(encoded.toByteArray());
        publish(mixed.take(instance));

        untilStored(instance, 1);
        until(() -> consumer.deadLetters() == before + 2);
        assertThat(putAside.getFirst().message()).isEqualTo("not usage".getBytes(StandardCharsets.UTF_8));
        assertThat(putAside.getLast().reason()).contains("3 bytes");
        assertThat(UsageMessage.read(putAside.getLast().message()))
                .satisfies(alone -> assertThat(alone.instance()).isEqualTo(instance))
                .satisfies(alone -> assertThat(alone.records()).containsExactly(new byte[] {1, 2, 3}));
    }

    @Test
    void recomputesAnHourWhenLateRowsArrive() throws Exception {
        String instance = UUID.randomUUID().toString();
        long hour = System.currentTimeMillis() / HOUR * HOUR - 30 * HOUR;
        publish(record(instance, 1, 2, hour + 1000, 100L));
        untilStored(instance, 1);
        rollup.computeClosedHours(System.currentTimeMillis());
        publish(record(instance, 2, 2, hour + 2000, 250L));
        untilStored(instance, 2);
        until(() -> {
            rollup.computeClosedHours(System.currentTimeMillis());
            return sums(hour).equals("2|350|20|12|6|8");
        });

        assertThat(sums(hour)).isEqualTo("2|350|20|12|6|8");
    }

    private String sums(long hour) throws SQLException {
        return query("SELECT sum(requests), sum(cost_nanos), sum(input_tokens), sum(output_tokens + reasoning_tokens),"
                + " sum(audio_input_tokens), sum(audio_output_tokens) FROM"
                + " sluice.usage_hour WHERE bucket = fromUnixTimestamp(" + hour / 1000
                + ") AND (bucket, computed_at) IN"
                + " (SELECT bucket, max(computed_at) FROM sluice.usage_hour GROUP BY bucket)");
    }
}
