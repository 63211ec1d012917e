package dev.sluice.conformance;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the programs in {@code conformance/clients}. */
final class NodeClients {
    private static final Path DIRECTORY = Path.of("clients").toAbsolutePath();
    private static final int PATIENCE_S = 120;

    private NodeClients() {}

    record Ended(int exitCode, String output) {
        List<String> lines() {
            return output.lines().toList();
        }
    }

    /** Skips the test where they cannot be had. */
    static void install() throws IOException, InterruptedException {
        try {
            run(List.of("node", "--version"), Map.of());
            Ended ended = isInstalled() ? new Ended(0, "") : run(List.of("npm", "ci", "--silent"), Map.of());
            if (ended.exitCode() != 0) {
                abort("npm ci could not fetch the Node clients, which were not run: " + ended.output());
            }
        } catch (IOException e) {
            abort("Node and npm are not installed: the Node clients were not run");
        }
    }

    private static boolean isInstalled() throws IOException {
        Path installed = DIRECTORY.resolve("node_modules/.package-lock.json");
        Path locked = DIRECTORY.resolve("package-lock.json");
        return Files.exists(installed)
                && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(locked)) > 0;
    }

    static Ended run(String script, Map<String, String> environment) throws IOException, InterruptedException {
        return run(List.of("node", script), environment);
    }

    private static Ended run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("sluice-node", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(DIRECTORY.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        String text = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        return new Ended(ended ? process.exitValue() : -1, text);
    }
}
