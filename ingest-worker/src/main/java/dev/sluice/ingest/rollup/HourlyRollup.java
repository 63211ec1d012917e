package dev.sluice.ingest.rollup;

import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.ingest.ledger.ClickHouse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the sums of an hour from {@code requests FINAL} when the hour is over, and again whenever late rows of it have
 * arrived. Never by a materialized view: that would count a row twice that was written twice.
 */
public final class HourlyRollup implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(HourlyRollup.class);
    private static final long HOUR_MS = 3_600_000;
    private static final long PERIOD_SECONDS = 30;
    private static final String STALE = """
            SELECT hour FROM
                (SELECT toUnixTimestamp(toStartOfHour(time)) AS hour, max(ingested_at) AS newest FROM sluice.requests
                 WHERE time > now() - INTERVAL 31 DAY GROUP BY hour) AS r
            LEFT JOIN
                (SELECT toUnixTimestamp(bucket) AS hour, max(computed_at) AS computed FROM sluice.usage_hour GROUP BY hour) AS u
            USING (hour)
            WHERE r.newest > u.computed""";
    private static final String COMPUTE = """
            INSERT INTO sluice.usage_hour (bucket, computed_at, model, account, provider, team, user, service_account, key, status,
                outcome, error_class, requests, attempts, cache_hits, input_tokens, cached_input_tokens, cache_write_tokens,
                cache_write_1h_tokens, output_tokens, reasoning_tokens, audio_input_tokens, audio_output_tokens, cost_nanos,
                unpriced, latency, first_token)
            SELECT toStartOfHour(time) AS bucket, now64(3) AS computed_at, model, account, provider, team, user, service_account,
                key, status, outcome, error_class, sum(records) AS requests, sum(attempts) AS attempts,
                sumIf(records, cache = 'hit') AS cache_hits, sum(input_tokens), sum(cached_input_tokens),
                sum(cache_write_tokens), sum(cache_write_1h_tokens), sum(output_tokens), sum(reasoning_tokens),
                sum(audio_input_tokens), sum(audio_output_tokens), sum(cost_nanos), sumIf(records, unpriced), quantilesTDigestState(0.5, 0.95, 0.99)(latency_us),
                quantilesTDigestStateIf(0.5, 0.95, 0.99)(assumeNotNull(first_token_us), first_token_us IS NOT NULL)
            FROM sluice.requests FINAL
            WHERE time >= fromUnixTimestamp(?) AND time < fromUnixTimestamp(?)
            GROUP BY bucket, model, account, provider, team, user, service_account, key, status, outcome, error_class""";

    private final ClickHouse clickHouse;
    private final Set<Long> dirty = new ConcurrentSkipListSet<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("rollup").daemon().factory());
    private @Nullable Future<?> running;
    private boolean lookedBack;

    public HourlyRollup(ClickHouse clickHouse) {
        this.clickHouse = clickHouse;
    }

    public void start() {
        running = thread.scheduleWithFixedDelay(this::run, 1, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    /** Rows of these hours were stored. */
    public void touched(List<UsageRecord> records) {
        for (UsageRecord record : records) {
            dirty.add(record.timeMillis() / HOUR_MS);
        }
    }

    private void run() {
        try {
            computeClosedHours(System.currentTimeMillis());
        } catch (SQLException | RuntimeException e) {
            LOG.debugf("roll-ups wait: %s", e.getMessage());
        }
    }

    /** Computes the hours that are over and have changed since they were computed last. */
    public void computeClosedHours(long nowMillis) throws SQLException {
        try (Connection connection = clickHouse.connect()) {
            if (!lookedBack) {
                dirty.addAll(stale(connection));
                lookedBack = true;
            }
            long current = nowMillis / HOUR_MS;
            for (long hour : new TreeSet<>(dirty)) {
                if (hour < current) {
                    dirty.remove(hour);
                    try {
                        compute(connection, hour);
                    } catch (SQLException | RuntimeException e) {
                        dirty.add(hour);
                        throw e;
                    }
                }
            }
        }
    }

    /** Hours with rows that came after the sums: what an earlier process did not get to. */
    private static Set<Long> stale(Connection connection) throws SQLException {
        Set<Long> hours = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(STALE)) {
            while (rows.next()) {
                hours.add(rows.getLong(1) / 3600);
            }
        }
        return hours;
    }

    private static void compute(Connection connection, long hour) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COMPUTE)) {
            statement.setLong(1, hour * 3600);
            statement.setLong(2, (hour + 1) * 3600);
            statement.execute();
        }
    }

    @Override
    public void close() {
        if (running != null) {
            running.cancel(false);
        }
        thread.shutdown();
    }
}
