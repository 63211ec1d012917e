package dev.sluice.embedded;

import java.nio.file.Path;
import java.util.List;

/** A program that starts all three servers, prints their pids on one line and waits to be killed. */
final class AllThreeServers {

    private AllThreeServers() {}

    public static void main(String[] arguments) throws InterruptedException {
        var dir = Path.of(arguments[0]);
        var servers = List.of(
                EmbeddedPostgres.start(Settings.in(dir.resolve("postgres"))),
                EmbeddedNats.start(Settings.in(dir.resolve("nats"))),
                EmbeddedClickHouse.start(Settings.in(dir.resolve("clickhouse"))));
        System.out.println(String.join(
                " ", servers.stream().map(server -> Long.toString(server.pid())).toList()));
        Thread.sleep(60_000);
    }
}
