package dev.sluice.e2e.product;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** `make run` on free ports and in a directory of its own, with the build already done. */
public final class Product implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);

    private final Path home;
    private final Map<String, String> environment;
    private final List<String> output = new ArrayList<>();
    private @Nullable Process launcher;

    /** @param settings of the launcher, over what is set here */
    public Product(Path home, Map<String, String> settings) {
        this.home = home;
        environment = new HashMap<>(ports());
        environment.put("SLUICE_HOME", home.toString());
        environment.putAll(settings);
    }

    /** The same installation, for another start: same directory, same ports. */
    public Product again() {
        return new Product(home, environment);
    }

    private static Map<String, String> ports() {
        int base = 20_000 + ThreadLocalRandom.current().nextInt(200) * 100;
        while (!areFree(base)) {
            base = 20_000 + ThreadLocalRandom.current().nextInt(200) * 100;
        }
        return Map.of(
                "SLUICE_GATEWAY_PORT", Integer.toString(base),
                "SLUICE_ADMIN_PORT", Integer.toString(base + 1),
                "SLUICE_INGEST_PORT", Integer.toString(base + 2),
                "SLUICE_DEMO_PORT", Integer.toString(base + 3),
                "SLUICE_PG_PORT", Integer.toString(base + 4),
                "SLUICE_NATS_PORT", Integer.toString(base + 5),
                "SLUICE_CLICKHOUSE_PORT", Integer.toString(base + 6));
    }

    private static boolean areFree(int base) {
        for (int port : new int[] {
            base,
            base + 1,
            base + 2,
            base + 3,
            base + 4,
            base + 5,
            base + 6,
            base + 100,
            base + 200,
            base + 300,
            base + 1000,
            base + 1001,
            base + 1002,
            base + 1100,
            base + 1200,
            base + 1300
        }) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    /** Returns when the launcher says that everything is ready. */
    public Product start() {
        Path root = root();
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                root.resolve("local/target/sluice-local.jar").toString(),
                "--root",
                root.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.directory(root.toFile());
        try {
            Process started = builder.start();
            launcher = started;
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
            Thread.ofPlatform().daemon().name("launcher-output").start(() -> read(reader));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Waiting.until(START, "the launcher to be ready:\n" + this, () -> {
            Process process = launcher;
            if (process == null || !process.isAlive()) {
                throw new AssertionError("the launcher ended:\n" + this);
            }
            return lines().stream().anyMatch(line -> line.startsWith("ready"));
        });
        return this;
    }

    private void read(BufferedReader reader) {
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (output) {
                    output.add(line);
                }
            }
        } catch (IOException e) {
            synchronized (output) {
                output.add("(output ended: " + e.getMessage() + ")");
            }
        }
    }

    /** What the launcher has printed. */
    public List<String> lines() {
        synchronized (output) {
            return List.copyOf(output);
        }
    }

    private static Path root() {
        return Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
    }

    /** A value of {@code local.env}, as it stands now. */
    public String env(String name) {
        try {
            for (String line : Files.readAllLines(home.resolve("local.env"))) {
                if (line.startsWith(name + "=")) {
                    return line.substring(name.length() + 1).replaceAll("^['\"]|['\"]$", "");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError(name + " is not in local.env");
    }

    public List<String> gatewayUrls() {
        return List.of(env("SLUICE_GATEWAY_URLS").split(" "));
    }

    public long pid(String process) {
        return Long.parseLong(env("SLUICE_" + process + "_PID"));
    }

    /** {@code kill -9} of a process of the product. */
    public void kill(String process) {
        ProcessHandle.of(pid(process)).orElseThrow().destroyForcibly();
    }

    public boolean isRunning(String process) {
        return ProcessHandle.of(pid(process)).map(ProcessHandle::isAlive).orElse(false);
    }

    /** {@code kill -9} of the launcher itself. */
    public void killLauncher() {
        Process process = launcher;
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** Ctrl-C. */
    @Override
    public void close() {
        Process process = launcher;
        if (process != null && process.isAlive()) {
            process.destroy();
            Waiting.until(Duration.ofSeconds(60), "the launcher to stop", () -> !process.isAlive());
        }
    }

    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}
