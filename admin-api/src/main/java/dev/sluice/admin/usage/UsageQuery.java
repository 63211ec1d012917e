package dev.sluice.admin.usage;

import dev.sluice.admin.access.Caller;
import dev.sluice.admin.problem.Refusal;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedMap;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sums and percentiles of requests, grouped. Reads raw rows, deduplicated. */
@Singleton
public final class UsageQuery {
    private static final int MAX_ROWS = 10_000;
    private static final int MAX_GROUPS = 3;
    private static final String MEASURES = """
            sum(records) AS requests,
            sumIf(records, outcome = 'failed' OR outcome = 'aborted') AS errors,
            sumIf(records, outcome = 'limited') AS limited,
            sumIf(records, outcome = 'blocked') AS blocked,
            sumIf(records, cache = 'hit') AS cache_hits,
            sumIf(records, position(attempt_log, '"kind":"fallback"') > 0) AS fallbacks,
            sum(input_tokens) AS t_input,
            sum(cached_input_tokens) AS t_cached,
            sum(cache_write_tokens) + sum(cache_write_1h_tokens) AS t_write,
            sum(output_tokens) AS t_output,
            sum(reasoning_tokens) AS t_reasoning,
            sum(audio_input_tokens) AS t_audio_in,
            sum(audio_output_tokens) AS t_audio_out,
            sum(cost_nanos) AS cost,
            sumIf(records, unpriced) AS unpriced_requests,
            quantilesTDigest(0.5, 0.95, 0.99)(latency_us) AS latency,
            quantilesTDigestIf(0.5, 0.95, 0.99)(assumeNotNull(first_token_us), isNotNull(first_token_us)) AS first,
            quantilesTDigestIf(0.5, 0.95, 0.99)(
                (latency_us - assumeNotNull(first_token_us)) / (output_tokens - 1),
                isNotNull(first_token_us) AND stream AND output_tokens > 1 AND latency_us >= first_token_us) AS inter""";

    private final Analytics analytics;

    UsageQuery(Analytics analytics) {
        this.analytics = analytics;
    }

    public record Percentiles(
            @Nullable Double p50,
            @Nullable Double p95,
            @Nullable Double p99) {
        static final Percentiles NONE = new Percentiles(null, null, null);
    }

    /** @param time of the bucket; null without an interval */
    public record Row(
            @Nullable Instant time,
            Map<String, String> group,
            long requests,
            long errors,
            long limited,
            long blocked,
            long cacheHits,
            long fallbacks,
            TokenCounts tokens,
            String costUsd,
            long unpriced,
            Percentiles latencyMs,
            Percentiles firstTokenMs,
            Percentiles interTokenMs) {}

    /** @param asOf up to when rows are surely there */
    public record Usage(Instant from, Instant to, Instant asOf, List<Row> rows, Row total) {}

    enum Interval {
        NONE(""),
        MINUTE("toStartOfMinute(time)"),
        HOUR("toStartOfHour(time)"),
        DAY("toStartOfDay(time)");

        private final String expression;

        Interval(String expression) {
            this.expression = expression;
        }

        static Interval of(@Nullable String name) {
            return switch (name == null ? "none" : name) {
                case "none" -> NONE;
                case "minute" -> MINUTE;
                case "hour" -> HOUR;
                case "day" -> DAY;
                default -> throw Refusal.field("interval", "must be none, minute, hour or day");
            };
        }
    }

    Usage run(Caller caller, TimeRange range, Interval interval, List<String> groupBy, Filters filters) {
        List<Group> groups = groups(groupBy);
        if (interval == Interval.MINUTE
                && Duration.between(range.from(), range.to()).toDays() > 2) {
            throw Refusal.field("interval", "by the minute is for at most 2 days: use hour or day");
        }
        long deadline = Analytics.deadline();
        List<Row> rows = new ArrayList<>();
        if (interval != Interval.NONE || !groups.isEmpty()) {
            analytics.query(
                    grouped(caller, range, interval, groups, filters),
                    row -> rows.add(row(row, interval != Interval.NONE, groups)),
                    deadline);
        }
        List<Row> total = new ArrayList<>();
        Sql all = from(caller, range, filters, new Sql().add("SELECT").add(MEASURES));
        analytics.query(all, row -> total.add(row(row, false, List.of())), deadline);
        Row sum = total.isEmpty() ? empty() : total.getFirst();
        return new Usage(
                range.from(),
                range.to(),
                Instant.now(),
                interval == Interval.NONE && groups.isEmpty() ? List.of(sum) : rows,
                sum);
    }

    /** @param expression SQL, with a {@code ?} when it has a parameter */
    private record Group(String name, String expression, Optional<String> parameter) {}

    private static List<Group> groups(List<String> names) {
        if (names.size() > MAX_GROUPS) {
            throw Refusal.field("groupBy", "has " + names.size() + " entries: at most " + MAX_GROUPS + " are allowed");
        }
        return names.stream().map(UsageQuery::group).toList();
    }

    private static Group group(String name) {
        if (name.startsWith("metadata:") && name.length() > 9) {
            return new Group(name, "metadata[?]", Optional.of(name.substring(9)));
        }
        Dimension dimension = Dimension.of(name)
                .orElseThrow(() -> Refusal.field(
                        "groupBy",
                        "'" + name + "' is unknown: use model, account, provider, team, user, serviceAccount, key,"
                                + " status, outcome, errorClass, session or metadata:<key>"));
        return new Group(name, dimension.expression(), Optional.empty());
    }

    private static Sql grouped(Caller caller, TimeRange range, Interval interval, List<Group> groups, Filters filters) {
        Sql sql = new Sql().add("SELECT");
        List<String> by = new ArrayList<>();
        if (interval != Interval.NONE) {
            sql.add("toUnixTimestamp(" + interval.expression + ") AS bucket,");
            by.add("bucket");
        }
        for (int i = 0; i < groups.size(); i++) {
            Group group = groups.get(i);
            String column = group.expression() + " AS g" + i + ",";
            group.parameter().ifPresentOrElse(value -> sql.add(column, value), () -> sql.add(column));
            by.add("g" + i);
        }
        sql.add(MEASURES);
        return from(caller, range, filters, sql)
                .add("GROUP BY " + String.join(", ", by))
                .add(interval == Interval.NONE ? "ORDER BY cost DESC, requests DESC" : "ORDER BY bucket")
                .add("LIMIT " + MAX_ROWS);
    }

    private static Sql from(Caller caller, TimeRange range, Filters filters, Sql select) {
        range.where(select.add("FROM sluice.requests FINAL"));
        Scope.add(select, caller, "usage:read");
        filters.add(select);
        return select;
    }

    private static Row row(ResultSet row, boolean bucketed, List<Group> groups) throws SQLException {
        Map<String, String> group = new LinkedHashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            group.put(groups.get(i).name(), row.getString("g" + i));
        }
        return new Row(
                bucketed ? Instant.ofEpochSecond(row.getLong("bucket")) : null,
                group,
                row.getLong("requests"),
                row.getLong("errors"),
                row.getLong("limited"),
                row.getLong("blocked"),
                row.getLong("cache_hits"),
                row.getLong("fallbacks"),
                TokenCounts.of(row),
                Money.usd(row.getLong("cost")),
                row.getLong("unpriced_requests"),
                percentiles(row.getObject("latency")),
                percentiles(row.getObject("first")),
                percentiles(row.getObject("inter")));
    }

    /** Microseconds to milliseconds; of nothing there is no percentile. */
    private static Percentiles percentiles(@Nullable Object array) throws SQLException {
        Object values = array instanceof java.sql.Array sql ? sql.getArray() : array;
        if (values == null || java.lang.reflect.Array.getLength(values) != 3) {
            return Percentiles.NONE;
        }
        return new Percentiles(millis(values, 0), millis(values, 1), millis(values, 2));
    }

    private static @Nullable Double millis(Object array, int i) {
        double micros = ((Number) java.lang.reflect.Array.get(array, i)).doubleValue();
        return Double.isFinite(micros) ? Math.round(micros) / 1000.0 : null;
    }

    private static Row empty() {
        return new Row(
                null,
                Map.of(),
                0,
                0,
                0,
                0,
                0,
                0,
                TokenCounts.NONE,
                Money.usd(0),
                0,
                Percentiles.NONE,
                Percentiles.NONE,
                Percentiles.NONE);
    }

    /** Filters by the same names as groupings: each a list of values, any of which matches. */
    record Filters(Map<Dimension, List<String>> values, Map<String, List<String>> metadata) {
        static Filters of(MultivaluedMap<String, String> query) {
            Map<Dimension, List<String>> values = new LinkedHashMap<>();
            Map<String, List<String>> metadata = new LinkedHashMap<>();
            query.forEach((name, given) -> {
                Dimension.of(name).ifPresent(dimension -> values.put(dimension, limited(name, given)));
                if (name.startsWith("metadata:") && name.length() > 9) {
                    metadata.put(name.substring(9), limited(name, given));
                }
            });
            return new Filters(values, metadata);
        }

        private static List<String> limited(String name, List<String> given) {
            if (given.size() > 100) {
                throw Refusal.field(name, "is given " + given.size() + " times: at most 100 are allowed");
            }
            return List.copyOf(given);
        }

        void add(Sql sql) {
            values.forEach((dimension, given) -> sql.add("AND").in(dimension.expression(), given));
            metadata.forEach((key, given) -> sql.add("AND metadata[?]", key).in("", given));
        }
    }
}
