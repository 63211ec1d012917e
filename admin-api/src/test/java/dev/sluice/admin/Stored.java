package dev.sluice.admin;

import dev.sluice.contract.secret.KeyEncryptionKey;
import dev.sluice.contract.secret.SignedFrame;
import dev.sluice.embedded.SharedServers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.GZIPInputStream;

/** Looks at what PostgreSQL holds, past the application. */
final class Stored {
    private Stored() {}

    static Connection connect() throws SQLException {
        var postgres = SharedServers.postgres();
        return DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
    }

    /** All objects, and all change-sets of the outbox unpacked, as text. */
    static String everything() {
        StringBuilder text = new StringBuilder();
        SignedFrame.Key key = KeyEncryptionKey.ofBase64(TestServers.KEK).signingKey();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT object::text FROM objects")) {
                while (rows.next()) {
                    text.append(rows.getString(1)).append('\n');
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT payload FROM outbox")) {
                while (rows.next()) {
                    byte[] packed = SignedFrame.verify(key, SignedFrame.Purpose.CHANGE_SET, rows.getBytes(1));
                    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                        text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                                .append('\n');
                    }
                }
            }
            return text.toString();
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static long number(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static void run(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
