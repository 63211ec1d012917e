package dev.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    @TempDir
    Path dir;

    @Test
    void answersAClientWithDurabilityOn() throws Exception {
        try (var server = EmbeddedPostgres.start(Settings.in(dir));
                var connection = connect(server)) {
            assertThat(string(connection, "show fsync")).isEqualTo("on");
            assertThat(string(connection, "show synchronous_commit")).isEqualTo("on");
            assertThat(string(connection, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(string(connection, "show max_connections")).isEqualTo("100");
            assertThat(string(connection, "select current_database()")).isEqualTo("sluice");
            assertThat(server.name()).isEqualTo("PostgreSQL");
        }
    }

    @Test
    void reportsThePidOfThePostmasterItself() throws Exception {
        try (var server = EmbeddedPostgres.start(Settings.in(dir))) {
            assertThat(Killing.program(server.pid())).isEqualTo("postgres");
            assertThat(Files.readAllLines(dir.resolve("data/postmaster.pid")).getFirst())
                    .isEqualTo(Long.toString(server.pid()));
        }
    }

    @Test
    void keepsDataOverARestartAndOverKill9() throws Exception {
        var settings = Settings.in(dir);
        try (var server = EmbeddedPostgres.start(settings);
                var connection = connect(server)) {
            settings = settings.withPort(server.port());
            execute(connection, "create table kept (n int)");
            execute(connection, "insert into kept values (1)");
        }
        try (var server = EmbeddedPostgres.start(settings)) {
            try (var connection = connect(server)) {
                execute(connection, "insert into kept values (2)");
                assertThat(Killing.kill9(server)).isEqualTo(137);
            }
            assertThat(server.isAlive()).isFalse();
        }
        try (var server = EmbeddedPostgres.start(settings);
                var connection = connect(server)) {
            assertThat(string(connection, "select string_agg(n::text, ',' order by n) from kept"))
                    .isEqualTo("1,2");
        }
    }

    @Test
    void waitsForTheSessionsOfAKilledServer() throws Exception {
        var settings = Settings.in(dir);
        ProcessHandle session;
        try (var server = EmbeddedPostgres.start(settings)) {
            var connection = connect(server);
            session = ProcessHandle.of(Long.parseLong(string(connection, "select pg_backend_pid()")))
                    .orElseThrow();
            // Computing, it does not look whether its server still lives.
            Thread.ofVirtual().start(() -> computeUntilKilled(connection));
            Thread.sleep(200);
            Killing.kill9(server);
            assertThat(session.isAlive()).isTrue();
        }
        try (var server = EmbeddedPostgres.start(settings)) {
            assertThat(server.isAlive()).isTrue();
            // It has let go of the data; its entry in the process table may linger until it is reaped.
            assertThat(Killing.goneWithin(Duration.ofSeconds(2), session.pid())).isTrue();
        }
    }

    private static void computeUntilKilled(Connection connection) {
        try (connection) {
            execute(connection, "select count(*) from generate_series(1, 20000000)");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as("connection failure").startsWith("08");
        }
    }

    @Test
    void refusesAWrongPassword() {
        try (var server = EmbeddedPostgres.start(Settings.in(dir))) {
            assertThatThrownBy(() -> DriverManager.getConnection(server.url(), server.user(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void keepsThePasswordWhereOnlyItsOwnerReadsIt() throws Exception {
        try (var server = EmbeddedPostgres.start(Settings.in(dir))) {
            assertThat(Files.readString(dir.resolve("password"))).isEqualTo(server.password());
            assertThat(Files.getPosixFilePermissions(dir.resolve("password"))).hasSize(2);
        }
    }

    @Test
    void namesTheDirectoryThatAnotherStarterHolds() {
        try (var server = EmbeddedPostgres.start(Settings.in(dir))) {
            assertThat(server.isAlive()).isTrue();
            assertThatThrownBy(() -> EmbeddedPostgres.start(Settings.in(dir)))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessage("The PostgreSQL data in %s is in use by another process: stop that one first."
                            .formatted(dir));
        }
    }

    private static Connection connect(EmbeddedPostgres server) throws SQLException {
        return DriverManager.getConnection(server.url(), server.user(), server.password());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String string(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
