package dev.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedClickHouseTest {

    @TempDir
    Path dir;

    @Test
    void reportsThePidOfTheEnginesProcess() throws Exception {
        try (var server = EmbeddedClickHouse.start(Settings.in(dir))) {
            assertThat(Killing.program(server.pid())).isEqualTo("java");
            assertThat(server.pid()).isNotEqualTo(ProcessHandle.current().pid());
        }
    }

    @Test
    void insertsBatchesThroughPreparedStatements() throws Exception {
        try (var connection = shared()) {
            execute(
                    connection,
                    "create table batches (id UInt64, name String, at DateTime64(3)) engine MergeTree order by id");
            try (var insert = connection.prepareStatement("insert into batches values (?, ?, ?)")) {
                for (int i = 0; i < 1_000; i++) {
                    insert.setLong(1, i);
                    insert.setString(2, "it's \\ row " + i);
                    insert.setTimestamp(3, new Timestamp(1_700_000_000_123L));
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).hasSize(1_000);
            }
            try (var select = connection.prepareStatement(
                    "select name, count() over () from batches where id >= ? and name = ?")) {
                select.setLong(1, 7);
                select.setString(2, "it's \\ row 7");
                try (var rows = select.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getString(1)).isEqualTo("it's \\ row 7");
                    assertThat(rows.getLong(2)).isEqualTo(1);
                }
            }
            assertThat(number(connection, "select count() from batches")).isEqualTo(1_000);
        }
    }

    @Test
    void deduplicatesWithFinalAndComputesQuantiles() throws Exception {
        try (var connection = shared()) {
            execute(
                    connection,
                    "create table latest (id UInt64, version UInt64, ms UInt32) engine ReplacingMergeTree(version) order by id");
            execute(connection, "insert into latest select number, 1, 0 from numbers(101)");
            execute(connection, "insert into latest select number, 2, number from numbers(101)");

            assertThat(number(connection, "select count() from latest final")).isEqualTo(101);
            assertThat(number(connection, "select arrayElement(quantilesExact(0.5, 0.95)(ms), 2) from latest final"))
                    .isEqualTo(95);
        }
    }

    @Test
    void takesSettingsFromTheUrlForThatConnectionAlone() throws Exception {
        var limited = SharedServers.clickhouse().url() + "&clickhouse_setting_max_result_rows=10";
        try (var connection = DriverManager.getConnection(limited)) {
            assertThatThrownBy(() -> number(connection, "select number from numbers(1000)"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(396));
        }
        try (var connection = shared()) {
            assertThat(number(connection, "select count() from (select number from numbers(1000))"))
                    .isEqualTo(1000);
        }
    }

    @Test
    void handsTheErrorCodeToTheClient() throws Exception {
        try (var connection = shared()) {
            assertThatThrownBy(() -> number(connection, "select * from no_such_table"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(60));
        }
    }

    @Test
    void worksInTheDatabaseTheUrlNames() throws Exception {
        try (var connection = shared()) {
            execute(connection, "create database if not exists elsewhere");
        }
        var url = SharedServers.clickhouse().url().replace("/default", "/elsewhere");
        try (var connection = DriverManager.getConnection(url)) {
            execute(connection, "create table here (n UInt8) engine MergeTree order by n");
        }
        try (var connection = shared()) {
            assertThat(number(
                            connection,
                            "select count() from system.tables where database = 'elsewhere' and name = 'here'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void keepsDataOverARestartAndOverKill9() throws Exception {
        var settings = Settings.in(dir);
        try (var server = EmbeddedClickHouse.start(settings);
                var connection = DriverManager.getConnection(server.url())) {
            settings = settings.withPort(server.port());
            execute(connection, "create table kept (n UInt8) engine MergeTree order by n");
            execute(connection, "insert into kept values (1)");
        }
        try (var server = EmbeddedClickHouse.start(settings);
                var connection = DriverManager.getConnection(server.url())) {
            execute(connection, "insert into kept values (2)");
            assertThat(Killing.kill9(server)).isEqualTo(137);
        }
        try (var server = EmbeddedClickHouse.start(settings);
                var connection = DriverManager.getConnection(server.url())) {
            assertThat(number(connection, "select sum(n) from kept")).isEqualTo(3);
        }
    }

    @Test
    void endsInOrderRatherThanByACrash() throws Exception {
        var server = EmbeddedClickHouse.start(Settings.in(dir));
        server.close();
        assertThat(server.onExit().get()).isIn(0, 143);
        assertThat(Files.readString(server.log())).endsWith("closed\n");
    }

    private static Connection shared() throws SQLException {
        return DriverManager.getConnection(SharedServers.clickhouse().url());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
