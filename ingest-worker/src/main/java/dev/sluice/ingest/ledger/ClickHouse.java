package dev.sluice.ingest.ledger;

import com.clickhouse.jdbc.Driver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jboss.logging.Logger;

/** Connections to ClickHouse, and the schema behind them, which the first connection brings up to date. Thread-safe. */
public final class ClickHouse {
    private static final Logger LOG = Logger.getLogger(ClickHouse.class);
    private static final List<String> MIGRATIONS = List.of(
            "V1__requests.sql",
            "V2__usage_hour.sql",
            "V3__requests_audio.sql",
            "V4__usage_hour_audio.sql",
            "V5__requests_rules.sql");

    private final Address address;
    private final Driver driver = new Driver();
    private boolean migrated;

    /** @param url of JDBC */
    public record Address(String url, Optional<String> user, Optional<String> password) {
        /** Without the password. */
        @Override
        public String toString() {
            return url;
        }
    }

    public ClickHouse(Address address) {
        this.address = address;
    }

    /** A new connection to an up-to-date schema; the caller closes it. */
    public Connection connect() throws SQLException {
        Connection connection = open();
        try {
            migrate(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private Connection open() throws SQLException {
        Properties properties = new Properties();
        address.user().ifPresent(user -> properties.setProperty("user", user));
        address.password().ifPresent(password -> properties.setProperty("password", password));
        properties.setProperty("socket_timeout", "60000");
        properties.setProperty("connection_timeout", "3000");
        Connection connection = driver.connect(address.url(), properties);
        if (connection == null) {
            throw new SQLException("not a ClickHouse address: " + address.url());
        }
        return connection;
    }

    private synchronized void migrate(Connection connection) throws SQLException {
        if (migrated) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE IF NOT EXISTS sluice");
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS sluice.schema_migrations (name String, applied_at DateTime64(3, 'UTC')"
                            + " DEFAULT now64(3)) ENGINE = MergeTree ORDER BY name");
            Set<String> applied = new HashSet<>();
            try (ResultSet rows = statement.executeQuery("SELECT name FROM sluice.schema_migrations")) {
                while (rows.next()) {
                    applied.add(rows.getString(1));
                }
            }
            for (String migration : MIGRATIONS) {
                if (!applied.contains(migration)) {
                    statement.execute(text(migration));
                    statement.execute("INSERT INTO sluice.schema_migrations (name) VALUES ('" + migration + "')");
                    LOG.infof("ClickHouse schema: applied %s", migration);
                }
            }
        }
        migrated = true;
    }

    private static String text(String migration) throws SQLException {
        try (InputStream in = ClickHouse.class.getResourceAsStream(migration)) {
            if (in == null) {
                throw new SQLException("migration " + migration + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new SQLException("migration " + migration + " cannot be read", e);
        }
    }
}
