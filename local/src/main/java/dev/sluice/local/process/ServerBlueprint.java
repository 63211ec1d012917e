package dev.sluice.local.process;

import dev.sluice.embedded.EmbeddedServer;
import dev.sluice.embedded.Settings;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An embedded server: ready when it has started. */
public final class ServerBlueprint<S extends EmbeddedServer> implements LocalProcess.Blueprint {
    private final String name;
    private final Settings settings;
    private final Function<Settings, S> starter;
    private final AtomicReference<@Nullable S> latest = new AtomicReference<>();

    public ServerBlueprint(String name, Settings settings, Function<Settings, S> starter) {
        this.name = name;
        this.settings = settings;
        this.starter = starter;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int port() {
        return settings.port();
    }

    @Override
    public Path dir() {
        return settings.dir();
    }

    /** The server as it was started last. */
    public S server() {
        var server = latest.get();
        if (server == null) {
            throw new IllegalStateException(name + " has not been started");
        }
        return server;
    }

    @Override
    public LocalProcess start() throws StartException {
        var dead = latest.get();
        if (dead != null) {
            // Its process is gone; this releases the data directory.
            dead.close();
        }
        try {
            var server = starter.apply(settings);
            latest.set(server);
            return new Running(server);
        } catch (RuntimeException e) {
            // Any of them: what fails now may work at the next try, which a checked exception leads to.
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private record Running(EmbeddedServer server) implements LocalProcess {

        @Override
        public long pid() {
            return server.pid();
        }

        @Override
        public CompletableFuture<Integer> onExit() {
            return server.onExit();
        }

        @Override
        public void awaitReady() {}

        @Override
        public void stop() {
            server.close();
        }
    }
}
