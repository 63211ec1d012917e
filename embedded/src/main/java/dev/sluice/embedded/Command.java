package dev.sluice.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A short-lived program run to its end, such as {@code initdb} or {@code npm pack}. */
final class Command {

    /** Exit code and everything printed on both streams. {@code 127} if the program is not installed. */
    record Outcome(int exit, String output) {

        boolean ok() {
            return exit == 0;
        }

        /** The last line that says something, for a one-line message. */
        String lastLine() {
            return output.lines().filter(line -> !line.isBlank()).reduce("no output", (first, second) -> second);
        }
    }

    private Command() {}

    static Outcome run(Path workDir, Duration limit, List<String> command) {
        return run(workDir, limit, command, null);
    }

    /** @param input what the program reads on standard input, null for nothing */
    static Outcome run(Path workDir, Duration limit, List<String> command, @Nullable String input) {
        try {
            // Files, not pipes: a program that prints much cannot block, and no thread is needed to drain it.
            var output = Files.createTempFile("sluice-command", ".out");
            var stdin = Files.createTempFile("sluice-command", ".in");
            try {
                Files.writeString(stdin, input == null ? "" : input);
                return run(workDir, limit, command, stdin, output);
            } finally {
                Files.deleteIfExists(output);
                Files.deleteIfExists(stdin);
            }
        } catch (IOException e) {
            return new Outcome(127, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("interrupted while running " + command.getFirst(), e);
        }
    }

    private static Outcome run(Path workDir, Duration limit, List<String> command, Path stdin, Path output)
            throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .directory(workDir.toFile())
                .redirectInput(stdin.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Outcome(124, "did not end within " + limit.toSeconds() + " s");
            }
            return new Outcome(process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
