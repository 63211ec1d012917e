package dev.sluice.admin.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.admin.access.Caller;
import dev.sluice.admin.problem.Code;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.usage.RuleDecision;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Single requests, newest first. Pages go by (time, id), so no page costs more than the first. */
@Singleton
public final class RequestLog {
    private static final String COLUMNS = """
            SELECT id, client_request_id, toUnixTimestamp64Milli(time) AS at, endpoint, model_asked, model, provider,
                account, team, user, service_account, key, stream, status, outcome, error_class,
                input_tokens AS t_input, cached_input_tokens AS t_cached,
                cache_write_tokens + cache_write_1h_tokens AS t_write, output_tokens AS t_output,
                reasoning_tokens AS t_reasoning, audio_input_tokens AS t_audio_in,
                audio_output_tokens AS t_audio_out, cost_nanos, unpriced, estimated, latency_us, first_token_us,
                overhead_us, attempts, cache, policy_revision, session_id, metadata, records""";

    private static final Duration LONGEST_REQUEST = Duration.ofHours(1);

    private final Analytics analytics;

    RequestLog(Analytics analytics) {
        this.analytics = analytics;
    }

    /** @param costUsd null: unpriced */
    public record Item(
            String id,
            @Nullable String clientRequestId,
            Instant time,
            String endpoint,
            String modelAsked,
            @Nullable String model,
            @Nullable String provider,
            @Nullable String account,
            String team,
            @Nullable String user,
            @Nullable String serviceAccount,
            @Nullable String key,
            boolean stream,
            int status,
            String outcome,
            @Nullable String errorClass,
            TokenCounts tokens,
            @Nullable String costUsd,
            boolean unpriced,
            boolean estimated,
            double latencyMs,
            @Nullable Double firstTokenMs,
            double overheadMs,
            int attempts,
            String cache,
            long policyRevision,
            @Nullable String sessionId,
            Map<String, String> metadata,
            long records) {}

    @Schema(name = "RequestList")
    public record Page(List<Item> items, @Nullable String next) {}

    /** @param rules that did more than let it pass */
    public record Detail(
            @com.fasterxml.jackson.annotation.JsonUnwrapped Item request,
            List<AttemptLog.Entry> attemptLog,
            @JsonInclude(JsonInclude.Include.ALWAYS) List<RuleDecision> rules) {}

    Page list(Caller caller, TimeRange range, UsageQuery.Filters filters, int limit, @Nullable String after) {
        Sql sql = range.where(new Sql().add(COLUMNS).add("FROM sluice.requests FINAL"));
        Scope.add(sql, caller, "logs:read");
        filters.add(sql);
        if (after != null) {
            Cursor cursor = Cursor.parse(after);
            sql.add("AND (time, id) < (fromUnixTimestamp64Milli(?, 'UTC'), ?)", cursor.timeMillis(), cursor.id());
        }
        sql.add("ORDER BY time DESC, id DESC LIMIT " + (limit + 1));
        List<Item> items = new ArrayList<>();
        analytics.query(sql, row -> items.add(item(row)));
        if (items.size() <= limit) {
            return new Page(items, null);
        }
        List<Item> page = List.copyOf(items.subList(0, limit));
        Item last = page.getLast();
        return new Page(page, new Cursor(last.time().toEpochMilli(), last.id()).toString());
    }

    /** @param atMillis when it came to the table, by ClickHouse's clock */
    record Arrived(long atMillis, int version, Item item) {}

    /**
     * What came to the table after a moment, newest first; the same request may have come more than once. Of requests that
     * began more than an hour before that, nothing: rows are sorted by when they began.
     */
    List<Arrived> arrived(Caller caller, UsageQuery.Filters filters, long afterMillis, int limit) {
        Sql sql = new Sql()
                .add(COLUMNS)
                .add(", version, toUnixTimestamp64Milli(ingested_at) AS arrived FROM sluice.requests")
                .add("WHERE time > fromUnixTimestamp64Milli(?, 'UTC')", afterMillis - LONGEST_REQUEST.toMillis())
                .add("AND ingested_at > fromUnixTimestamp64Milli(?, 'UTC')", afterMillis);
        Scope.add(sql, caller, "logs:read");
        filters.add(sql);
        List<Arrived> rows = new ArrayList<>();
        analytics.query(
                sql.add("ORDER BY ingested_at DESC, time DESC, id DESC LIMIT " + limit),
                row -> rows.add(new Arrived(row.getLong("arrived"), row.getInt("version"), item(row))));
        return rows;
    }

    /** Of ClickHouse's clock. */
    long nowMillis() {
        List<Long> now = new ArrayList<>();
        analytics.query(
                new Sql().add("SELECT toUnixTimestamp64Milli(now64(3)) AS now"), row -> now.add(row.getLong("now")));
        if (now.isEmpty()) {
            throw Refusal.unavailable("there is no request log yet: try again when the worker has made it");
        }
        return now.getFirst();
    }

    Detail get(Caller caller, String id) {
        Sql sql = new Sql().add(COLUMNS).add(", attempt_log, rules FROM sluice.requests FINAL WHERE id = ?", id);
        Instant made = timeOf(id);
        if (made != null) {
            sql.add(
                    "AND time >= fromUnixTimestamp64Milli(?, 'UTC') AND time < fromUnixTimestamp64Milli(?, 'UTC')",
                    made.minus(Duration.ofDays(1)).toEpochMilli(),
                    made.plus(Duration.ofDays(1)).toEpochMilli());
        }
        Scope.add(sql, caller, "logs:read");
        List<Detail> found = new ArrayList<>();
        analytics.query(
                sql.add("LIMIT 1"),
                row -> found.add(new Detail(
                        item(row),
                        AttemptLog.read(row.getString("attempt_log")),
                        RuleLog.read(row.getString("rules")))));
        if (found.isEmpty()) {
            throw Refusal.of(Code.NOT_FOUND, "request " + id + " is not in the log, or is not open to you");
        }
        return found.getFirst();
    }

    /** A UUIDv7 begins with its time; rows are sorted by time, so that finds it fast. */
    private static @Nullable Instant timeOf(String id) {
        try {
            UUID uuid = UUID.fromString(id);
            return uuid.version() == 7 ? Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Item item(ResultSet row) throws SQLException {
        boolean unpriced = row.getBoolean("unpriced");
        long first = row.getLong("first_token_us");
        boolean answered = !row.wasNull();
        return new Item(
                row.getString("id"),
                present(row.getString("client_request_id")),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("endpoint"),
                row.getString("model_asked"),
                present(row.getString("model")),
                present(row.getString("provider")),
                present(row.getString("account")),
                row.getString("team"),
                present(row.getString("user")),
                present(row.getString("service_account")),
                present(row.getString("key")),
                row.getBoolean("stream"),
                row.getInt("status"),
                row.getString("outcome"),
                present(row.getString("error_class")),
                TokenCounts.of(row),
                unpriced ? null : Money.usd(row.getLong("cost_nanos")),
                unpriced,
                row.getBoolean("estimated"),
                row.getLong("latency_us") / 1000.0,
                answered ? first / 1000.0 : null,
                row.getLong("overhead_us") / 1000.0,
                row.getInt("attempts"),
                row.getString("cache"),
                row.getLong("policy_revision"),
                present(row.getString("session_id")),
                metadata(row.getObject("metadata")),
                row.getLong("records"));
    }

    /** Columns have no nulls: empty means that there is none. */
    private static @Nullable String present(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static Map<String, String> metadata(@Nullable Object value) {
        Map<String, String> metadata = new TreeMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, text) -> metadata.put(String.valueOf(key), String.valueOf(text)));
        }
        return metadata;
    }

    /** Where the page before ended. */
    private record Cursor(long timeMillis, String id) {
        static Cursor parse(String text) {
            try {
                String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 2);
                return new Cursor(Long.parseLong(parts[0]), parts[1]);
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw Refusal.field("after", "is not a cursor: give the next of the page before");
            }
        }

        @Override
        public String toString() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((timeMillis + " " + id).getBytes(StandardCharsets.UTF_8));
        }
    }
}
