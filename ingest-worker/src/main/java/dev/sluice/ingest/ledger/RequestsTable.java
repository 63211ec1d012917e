package dev.sluice.ingest.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.usage.UsageRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes usage records. Any batch may be written any number of times, in any cut: the table keeps one row per identity. */
public final class RequestsTable {
    private static final String INSERT = """
            INSERT INTO sluice.requests (instance, seq, version, id, client_request_id, time, endpoint, model_asked, model,
                provider, account, team, user, service_account, key, stream, status, outcome, error_class, input_tokens,
                cached_input_tokens, cache_write_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens,
                audio_input_tokens, audio_output_tokens, cost_nanos, unpriced, estimated, latency_us, first_token_us, overhead_us, attempts, attempt_log, rules, cache, policy_revision,
                price_revision, session_id, metadata, records)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                ?, ?, ?, ?, ?, ?)""";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClickHouse clickHouse;
    private @Nullable Connection connection;

    public RequestsTable(ClickHouse clickHouse) {
        this.clickHouse = clickHouse;
    }

    /** Stores all or throws; after an exception nobody knows which are stored, so all are to be written again. */
    public void insert(List<UsageRecord> records) throws SQLException {
        Connection current = connection;
        if (current == null) {
            current = clickHouse.connect();
            connection = current;
        }
        try (PreparedStatement statement = current.prepareStatement(INSERT)) {
            for (UsageRecord record : records) {
                bind(new Row(statement), record);
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Sets parameters one after the other. */
    private static final class Row {
        private final PreparedStatement statement;
        private int next = 1;

        Row(PreparedStatement statement) {
            this.statement = statement;
        }

        Row text(String value) throws SQLException {
            statement.setString(next++, value);
            return this;
        }

        Row number(long value) throws SQLException {
            statement.setLong(next++, value);
            return this;
        }

        Row flag(boolean value) throws SQLException {
            statement.setBoolean(next++, value);
            return this;
        }

        Row optional(@Nullable Long value) throws SQLException {
            if (value == null) {
                statement.setNull(next++, Types.BIGINT);
            } else {
                statement.setLong(next++, value);
            }
            return this;
        }

        Row any(Object value) throws SQLException {
            statement.setObject(next++, value);
            return this;
        }
    }

    private static void bind(Row row, UsageRecord r) throws SQLException {
        row.text(r.instance()).number(r.seq()).number(r.version()).text(r.id()).text(r.clientRequestId());
        row.any(LocalDateTime.ofInstant(Instant.ofEpochMilli(r.timeMillis()), ZoneOffset.UTC));
        row.text(r.endpoint())
                .text(r.modelAsked())
                .text(r.model())
                .text(r.provider())
                .text(r.account());
        row.text(r.team()).text(r.user()).text(r.serviceAccount()).text(r.key());
        row.flag(r.stream()).number(r.status()).text(r.outcome().wireName()).text(r.errorClass());
        row.number(r.tokens().input()).number(r.tokens().cachedInput());
        row.number(r.tokens().cacheWrite()).number(r.tokens().cacheWrite1h());
        row.number(r.tokens().output()).number(r.tokens().reasoning());
        row.number(r.tokens().audioInput()).number(r.tokens().audioOutput());
        Long cost = r.costNanos();
        row.number(cost == null ? 0 : cost).flag(r.unpriced()).flag(r.estimated());
        row.number(r.latencyMicros()).optional(r.firstTokenMicros()).number(r.overheadMicros());
        row.number(r.attempts().size()).text(json(r.attempts()));
        row.text(r.rules().isEmpty() ? "" : json(r.rules())).text(r.cache());
        row.number(r.policyRevision()).number(r.priceRevision()).text(r.sessionId());
        row.any(r.metadata()).number(r.records());
    }

    private static String json(List<?> values) {
        try {
            return JSON.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("attempts and rules are plain values", e);
        }
    }

    /** Drops the connection; the next write makes a new one. */
    public void close() {
        Connection current = connection;
        connection = null;
        if (current != null) {
            try {
                current.close();
            } catch (SQLException e) {
                // It is given up in any case.
            }
        }
    }
}
