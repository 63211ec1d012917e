package dev.sluice.e2e.product;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process killed with {@code kill -9} and started again by hand, with the same command line and environment. */
public final class Restarted implements AutoCloseable {
    private static final File LOG = new File("target/restarted.log");

    private final Process process;

    private Restarted(Process process) {
        this.process = process;
    }

    /** Reads what it needs from {@code /proc} before it kills. */
    public static Restarted of(long pid) {
        Path proc = Path.of("/proc", Long.toString(pid));
        try {
            List<String> command = strings(proc.resolve("cmdline"));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(proc.resolve("cwd").toRealPath().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.to(LOG));
            builder.environment().clear();
            for (String variable : strings(proc.resolve("environ"))) {
                int equals = variable.indexOf('=');
                builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
            }
            ProcessHandle killed = ProcessHandle.of(pid).orElseThrow();
            killed.destroyForcibly();
            killed.onExit().join();
            return new Restarted(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has said, for whoever waits for it in vain. */
    public String log() {
        try {
            return Files.readString(LOG.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> strings(Path file) throws IOException {
        List<String> strings = new ArrayList<>();
        for (String text : Files.readString(file).split("\0", -1)) {
            if (!text.isEmpty()) {
                strings.add(text);
            }
        }
        return strings;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
