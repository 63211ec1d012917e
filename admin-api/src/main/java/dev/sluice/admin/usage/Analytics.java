package dev.sluice.admin.usage;

import dev.sluice.admin.problem.Refusal;
import dev.sluice.admin.settings.AdminSettings;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * ClickHouse, for reading. Blocking: call it on virtual threads. Every query has a time limit, at the server as well, and
 * only so many run at once; when ClickHouse is down or slow the call is refused as unavailable, and nothing else is touched.
 */
@Singleton
public final class Analytics {
    private static final Logger LOG = Logger.getLogger(Analytics.class);
    private static final int SECONDS = 4;
    private static final long PATIENCE_NANOS = 4_300_000_000L;
    private static final int AT_ONCE = 8;
    /** Of the server: no such table, no such database. */
    private static final List<Integer> NOT_THERE_YET = List.of(60, 81);

    private final Optional<AdminSettings.ClickHouse> settings;
    private final Semaphore permits = new Semaphore(AT_ONCE);

    Analytics(AdminSettings settings) {
        this.settings = settings.clickHouse();
    }

    /** Takes the rows of an answer, one after the other. */
    @FunctionalInterface
    interface Rows {
        void take(ResultSet row) throws SQLException;
    }

    /** Until when an answer that takes several queries may be waited for. */
    static long deadline() {
        return System.nanoTime() + PATIENCE_NANOS;
    }

    void query(Sql sql, Rows rows) {
        query(sql, rows, deadline());
    }

    /** Takes rows until it has enough. */
    @FunctionalInterface
    interface MoreRows {
        /** @return whether to go on */
        boolean take(ResultSet row) throws SQLException;
    }

    /** A table that does not exist yet has no rows. */
    void query(Sql sql, Rows rows, long deadline) {
        run(sql, SECONDS, deadline, row -> {
            rows.take(row);
            return true;
        });
    }

    /** An answer that may be long: its rows are taken as they come, and none is kept. */
    void stream(Sql sql, Duration patience, MoreRows rows) {
        run(sql, (int) patience.toSeconds(), System.nanoTime() + patience.toNanos(), rows);
    }

    private void run(Sql sql, int seconds, long deadline, MoreRows rows) {
        AdminSettings.ClickHouse server = settings.orElseThrow(
                () -> Refusal.unavailable("analytics are not set up: SLUICE_CLICKHOUSE_URL is not set"));
        if (!permits.tryAcquire()) {
            throw Refusal.unavailable("many analytics queries are running: try again");
        }
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), properties(server, deadline));
                PreparedStatement statement = connection.prepareStatement(sql.text())) {
            statement.setQueryTimeout(seconds);
            for (int i = 0; i < sql.parameters().size(); i++) {
                statement.setObject(i + 1, sql.parameters().get(i));
            }
            try (ResultSet result = statement.executeQuery()) {
                boolean more = true;
                while (more && result.next()) {
                    more = rows.take(result);
                }
            }
        } catch (SQLException e) {
            if (!NOT_THERE_YET.contains(e.getErrorCode()) && !saysUnknownTable(e)) {
                LOG.warnf(
                        "ClickHouse: %s",
                        String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
                throw Refusal.unavailable(
                        "ClickHouse cannot be reached or is too slow: gateways keep serving, try again");
            }
        } finally {
            permits.release();
        }
    }

    private static boolean saysUnknownTable(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("UNKNOWN_TABLE") || message.contains("UNKNOWN_DATABASE");
    }

    private static Properties properties(AdminSettings.ClickHouse server, long deadline) {
        Properties properties = new Properties();
        properties.setProperty("connection_timeout", "1000");
        properties.setProperty(
                "socket_timeout", String.valueOf(Math.max(1, (deadline - System.nanoTime()) / 1_000_000)));
        properties.setProperty("retry", "0");
        server.user().ifPresent(user -> properties.setProperty("user", user));
        server.password().ifPresent(password -> properties.setProperty("password", password));
        return properties;
    }
}
