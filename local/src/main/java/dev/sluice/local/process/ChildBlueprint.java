package dev.sluice.local.process;

import dev.sluice.embedded.EmbeddedServerException;
import dev.sluice.embedded.GuardedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A process of Sluice: started with a command, ready when its management port says so.
 *
 * @param command starts it; names that it must not inherit from this JVM's environment have been dealt with
 * @param env added to this JVM's environment; holds secrets, so it is never printed
 * @param port of its API; management is on port + 1000
 * @param dir what it writes
 */
public record ChildBlueprint(String name, List<String> command, Map<String, String> env, int port, Path dir, Path log)
        implements LocalProcess.Blueprint {

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);

    public ChildBlueprint {
        command = List.copyOf(command);
        env = Map.copyOf(env);
    }

    @Override
    public LocalProcess start() throws StartException {
        try {
            Files.createDirectories(dir);
            return new Running(this, GuardedProcess.start(name, command, env, dir, log));
        } catch (IOException | EmbeddedServerException e) {
            throw new StartException("Cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    /** Without the environment. */
    @Override
    public String toString() {
        return "ChildBlueprint[" + name + ", port=" + port + "]";
    }

    private record Running(ChildBlueprint blueprint, GuardedProcess process) implements LocalProcess {

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public CompletableFuture<Integer> onExit() {
            return process.onExit();
        }

        @Override
        public void awaitReady() throws StartException, InterruptedException {
            var probe = new ReadyProbe(blueprint.port() + 1000);
            var deadline = System.nanoTime() + READY_WITHIN.toNanos();
            while (!probe.ready()) {
                if (!process.isAlive()) {
                    throw new StartException(blueprint.name() + " ended at start" + tail());
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new StartException(blueprint.name() + " did not become ready within "
                            + READY_WITHIN.toSeconds() + " s" + tail());
                }
                Thread.sleep(100);
            }
        }

        private String tail() {
            return "; the end of " + blueprint.log() + ":\n" + LogTail.of(blueprint.log());
        }

        @Override
        public void stop() {
            process.stop(STOPS_WITHIN);
        }
    }
}
