package dev.sluice.bench.targets;

import dev.sluice.bus.Streams;
import dev.sluice.embedded.EmbeddedNats;
import dev.sluice.embedded.EmbeddedServerException;
import dev.sluice.embedded.Settings;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A NATS server with the stream that gateways send usage records to, on the core of the load. */
public final class UsageBus implements AutoCloseable {
    private final Path dir;
    private @Nullable EmbeddedNats server;
    private int port;

    private UsageBus(Path dir) {
        this.dir = dir;
    }

    public static UsageBus start(Path dir) throws Target.Missing {
        UsageBus bus = new UsageBus(dir);
        bus.resume();
        return bus;
    }

    /** Starts the server, again on the same port and data when it was stopped. */
    public void resume() throws Target.Missing {
        try {
            EmbeddedNats started = EmbeddedNats.start(Settings.in(dir).withPort(port));
            server = started;
            port = started.port();
            Connection connection = Nats.connect(started.url());
            try {
                Streams.usage(connection);
            } finally {
                connection.close();
            }
        } catch (EmbeddedServerException | IOException | JetStreamApiException e) {
            throw new Target.Missing("NATS cannot be had: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Target.Missing("interrupted");
        }
    }

    public String url() {
        return "nats://127.0.0.1:" + port;
    }

    /** Stops the server in its tracks, connections open, or lets it go on. */
    public void freeze(boolean frozen) throws IOException, InterruptedException {
        EmbeddedNats running = server;
        if (running != null) {
            new ProcessBuilder("kill", frozen ? "-STOP" : "-CONT", Long.toString(running.pid()))
                    .start()
                    .waitFor();
        }
    }

    /** Ends the server; gateways go on without it. */
    public void stop() {
        EmbeddedNats running = server;
        server = null;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public void close() {
        stop();
        WorkDirectory.delete(dir.resolve("data"));
    }
}
