package dev.sluice.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** What the three servers have in common once they run: a locked directory, a guarded process and a port. */
abstract sealed class RunningServer implements EmbeddedServer
        permits EmbeddedPostgres, EmbeddedNats, EmbeddedClickHouse {

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);

    private final Part part;
    private final DataDirectory directory;
    private final GuardedProcess process;
    private final int port;

    RunningServer(Part part, DataDirectory directory, GuardedProcess process, int port) {
        this.part = part;
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    @Override
    public final String name() {
        return part.title();
    }

    @Override
    public final int port() {
        return port;
    }

    @Override
    public final long pid() {
        return process.pid();
    }

    @Override
    public final Path dir() {
        return directory.root();
    }

    @Override
    public final Path log() {
        return directory.log();
    }

    @Override
    public final boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public final CompletableFuture<Integer> onExit() {
        return process.onExit();
    }

    @Override
    public final void close() {
        process.stop(STOPS_WITHIN);
        directory.close();
    }

    /** Waits until {@code answers}; ends the process and says why when it dies or stays silent. */
    static void awaitReady(Part part, DataDirectory directory, GuardedProcess process, BooleanSupplier answers) {
        directory.remember(process.pid());
        var deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!answers.getAsBoolean()) {
            var late = System.nanoTime() - deadline > 0;
            if (late || !process.isAlive()) {
                process.kill();
                throw new EmbeddedServerException("%s %s; the last line of %s: %s"
                        .formatted(
                                part.title(),
                                late
                                        ? "did not become ready within " + READY_WITHIN.toSeconds() + " s"
                                        : "ended at start",
                                directory.log(),
                                lastLine(directory.log())));
            }
            DataDirectory.pause();
        }
    }

    private static String lastLine(Path log) {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> !line.isBlank()).reduce("(empty)", (first, second) -> second);
        } catch (IOException e) {
            return "(unreadable: " + e.getMessage() + ")";
        }
    }
}
