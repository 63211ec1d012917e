package dev.sluice.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One server of each kind for all the tests of a JVM, started when first asked for.
 *
 * <p>Each starts empty, in a temporary directory that is deleted when the JVM exits; do not close them. Tests of one JVM share
 * them, so a test works in a database, stream or table whose name no other test uses:
 *
 * <pre>{@code
 * var postgres = SharedServers.postgres();
 * DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
 * }</pre>
 */
public final class SharedServers {

    private static final Deque<EmbeddedServer> STARTED = new ArrayDeque<>();

    private static @Nullable EmbeddedPostgres postgres;
    private static @Nullable EmbeddedNats nats;
    private static @Nullable EmbeddedClickHouse clickhouse;

    private SharedServers() {}

    public static synchronized EmbeddedPostgres postgres() {
        var running = postgres;
        if (running == null) {
            running = EmbeddedPostgres.start(Settings.in(temporary("postgres")));
            postgres = running;
            STARTED.push(running);
        }
        return running;
    }

    public static synchronized EmbeddedNats nats() {
        var running = nats;
        if (running == null) {
            running = EmbeddedNats.start(Settings.in(temporary("nats")));
            nats = running;
            STARTED.push(running);
        }
        return running;
    }

    public static synchronized EmbeddedClickHouse clickhouse() {
        var running = clickhouse;
        if (running == null) {
            running = EmbeddedClickHouse.start(Settings.in(temporary("clickhouse")));
            clickhouse = running;
            STARTED.push(running);
        }
        return running;
    }

    private static Path temporary(String name) {
        try {
            if (STARTED.isEmpty()) {
                Runtime.getRuntime().addShutdownHook(new Thread(SharedServers::closeAll, "shared-servers"));
            }
            return Files.createTempDirectory("sluice-" + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized void closeAll() {
        while (!STARTED.isEmpty()) {
            var server = STARTED.pop();
            server.close();
            try {
                DirectoryTree.delete(server.dir());
            } catch (IOException e) {
                System.err.println("left behind: " + server.dir());
            }
        }
    }
}
