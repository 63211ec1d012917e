package dev.sluice.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A long-running child process that never outlives this JVM by more than its grace period, even if this JVM is killed.
 *
 * <p>Between the two stands a small shell, the guard, whose standard input is a pipe from this JVM. When the pipe ends, by
 * {@link #stop} or because this JVM died, the guard asks the child to end and kills it after the grace period. Guard and child
 * run in sessions of their own, so a Ctrl-C at the terminal reaches this JVM alone, which then ends them in its own order.
 *
 * <p>Any thread may call any method.
 */
public final class GuardedProcess {

    /** How the child is asked to end, and how long it may take before it is killed. */
    public record Ending(String signal, Duration grace) {

        /** SIGTERM, then SIGKILL after eight seconds. */
        public static final Ending DEFAULT = new Ending("TERM", Duration.ofSeconds(8));
    }

    private static final long LOG_LIMIT_BYTES = 8L << 20;

    private final String name;
    private final Process guard;
    private final ProcessHandle child;
    private final CompletableFuture<Integer> exit;

    private GuardedProcess(String name, Process guard, ProcessHandle child) {
        this.name = name;
        this.guard = guard;
        this.child = child;
        this.exit = guard.onExit().thenApply(ended -> {
            // Only alive if somebody killed the guard itself; then the child has nobody left to end it.
            child.destroyForcibly();
            return ended.exitValue();
        });
    }

    public static GuardedProcess start(
            String name, List<String> command, Map<String, String> env, Path workDir, Path logFile) {
        return start(name, command, env, workDir, logFile, Ending.DEFAULT);
    }

    /**
     * Starts {@code command} and returns once it has a pid; whether it works is the caller's to find out.
     *
     * @param name for messages
     * @param env added to this JVM's environment
     * @param logFile receives standard output and error; set aside as {@code .old} first when it has grown large
     */
    public static GuardedProcess start(
            String name, List<String> command, Map<String, String> env, Path workDir, Path logFile, Ending ending) {
        try {
            rotate(logFile);
            var builder = new ProcessBuilder(guarded(command, logFile, ending)).directory(workDir.toFile());
            builder.redirectError(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
            builder.environment().putAll(env);
            var guard = builder.start();
            return new GuardedProcess(name, guard, child(name, guard));
        } catch (IOException e) {
            throw new EmbeddedServerException("Cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    private static List<String> guarded(List<String> command, Path logFile, Ending ending) {
        var grace = Long.toString(Math.max(1, ending.grace().toSeconds()));
        var guarded = new ArrayList<>(
                List.of("setsid", "sh", "-c", script(), "sluice-guard", ending.signal(), grace, logFile.toString()));
        guarded.addAll(command);
        return guarded;
    }

    private static ProcessHandle child(String name, Process guard) throws IOException {
        try (var out = new BufferedReader(guard.inputReader(StandardCharsets.US_ASCII))) {
            var pid = out.readLine();
            if (pid == null) {
                throw new IOException("the guard ended at once");
            }
            // A child that has already ended leaves no handle; the guard's own then tells the same story.
            return ProcessHandle.of(Long.parseLong(pid.strip())).orElse(guard.toHandle());
        } catch (NumberFormatException e) {
            guard.destroy();
            throw new IOException("the guard of " + name + " did not report a pid", e);
        }
    }

    private static void rotate(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
            Files.move(
                    log,
                    log.resolveSibling(log.getFileName() + ".old"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static String script() {
        try (var in = GuardedProcess.class.getResourceAsStream("guard.sh")) {
            if (in == null) {
                throw new IllegalStateException("guard.sh is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return name;
    }

    /** The child's own pid, not the guard's. */
    public long pid() {
        return child.pid();
    }

    public boolean isAlive() {
        return guard.isAlive() && child.isAlive();
    }

    /** Completes with the child's exit code when it has ended: 128 plus the signal if a signal ended it. */
    public CompletableFuture<Integer> onExit() {
        return exit.copy();
    }

    /**
     * Asks the child to end and waits; kills it when {@code grace} is over (or the grace given at the start, if that is
     * shorter). Returns when the child is gone.
     */
    public void stop(Duration grace) {
        endInput();
        if (!endsWithin(grace)) {
            kill();
        }
    }

    /** SIGKILL, and waits until the child is gone. */
    public void kill() {
        child.destroyForcibly();
        endInput();
        endsWithin(Duration.ofSeconds(10));
    }

    private void endInput() {
        try {
            guard.getOutputStream().close();
        } catch (IOException e) {
            // The pipe is broken because the guard is gone, which is what closing it was for.
        }
    }

    private boolean endsWithin(Duration limit) {
        try {
            exit.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("watching " + name + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
