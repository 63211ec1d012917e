package dev.sluice.e2e.product;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a script of {@code e2e/clients} with Node. */
public final class NodeScript {
    private NodeScript() {}

    public record Result(int exitCode, String output) {}

    public static Result run(String script, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder("node", script)
                .directory(Path.of("clients").toAbsolutePath().toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(script + " did not end:\n" + output);
            }
            System.out.println(output);
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
