package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a process of its own, with stand-ins for the product's processes and for the servers. */
class LaunchTest {

    @TempDir
    Path dir;

    private final List<Process> launchers = new ArrayList<>();
    private int base;

    @BeforeEach
    void layOutAProduct() throws IOException {
        for (var module : List.of("gateway", "admin-api", "ingest-worker")) {
            var jar = dir.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
            Files.createDirectories(jar.getParent());
            writeJar(jar);
        }
        base = freeBase();
    }

    @AfterEach
    void killLaunchers() {
        launchers.forEach(Process::destroyForcibly);
    }

    @Test
    void runsRestartsAndLeavesNothingBehind() throws Exception {
        var first = launch();
        awaitReady(first);
        var env = env();
        assertThat(env)
                .containsEntry("SLUICE_API_KEY", FakeProduct.KEY)
                .containsEntry("SLUICE_GATEWAY_URLS", "http://localhost:" + base + " http://localhost:" + (base + 100))
                .containsEntry("SLUICE_LOCAL_PID", Long.toString(first.pid()));
        assertThat(log("gateway-1")).contains("caller's key: null, home: null");
        assertThat(output()).contains("Authorization: Bearer " + FakeProduct.KEY);

        var gateway = pid(env, "GATEWAY_2");
        ProcessHandle.of(gateway).orElseThrow().destroyForcibly();
        await(() -> pid(env(), "GATEWAY_2") != gateway);
        assertThat(output()).contains("gateway-2 ended (137); starting it again");

        var pids = pids(env());
        assertThat(pids).hasSize(4).allMatch(LaunchTest::alive);
        first.destroyForcibly().waitFor();
        await(() -> pids.stream().noneMatch(LaunchTest::alive));
    }

    @Test
    void startsAgainAfterAKillAndEndsInOrderWhenAsked() throws Exception {
        var first = launch();
        awaitReady(first);
        first.destroyForcibly().waitFor();

        var second = launch();
        awaitReady(second);
        var pids = pids(env());
        second.destroy();

        assertThat(second.waitFor(15, TimeUnit.SECONDS)).isTrue();
        assertThat(pids).hasSize(4).noneMatch(LaunchTest::alive);
        assertThat(output()).endsWith("stopping\nstopped\n");
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (var holder = new ServerSocket(base + 1)) {
            var launcher = launch();

            assertThat(launcher.waitFor(15, TimeUnit.SECONDS)).isTrue();
            assertThat(launcher.exitValue()).isEqualTo(1);
            assertThat(output()).contains("Port " + holder.getLocalPort() + " for admin-api is taken");
        }
    }

    private Process launch() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(
                        java,
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--root",
                        dir.toString())
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("output").toFile());
        builder.environment()
                .putAll(Map.of(
                        "SLUICE_HOME", dir.resolve("home").toString(),
                        "SLUICE_GATEWAYS", "2",
                        "SLUICE_RESTART_DELAY", "100ms",
                        "SLUICE_GATEWAY_PORT", Integer.toString(base),
                        "SLUICE_ADMIN_PORT", Integer.toString(base + 1),
                        "SLUICE_INGEST_PORT", Integer.toString(base + 2),
                        "SLUICE_DEMO_PORT", Integer.toString(base + 3),
                        "GROQ_API_KEY", "gsk-caller"));
        builder.environment()
                .putAll(Map.of(
                        "SLUICE_PG_URL", "postgresql://127.0.0.1:1/none",
                        "SLUICE_NATS_URL", "nats://127.0.0.1:1",
                        "SLUICE_CLICKHOUSE_URL", "jdbc:clickhouse://127.0.0.1:1/none"));
        var launcher = builder.start();
        launchers.add(launcher);
        return launcher;
    }

    private void awaitReady(Process launcher) throws InterruptedException {
        await(() -> output().contains("\nready in ") || !launcher.isAlive());
        assertThat(output()).contains("\nready in ");
    }

    private String output() {
        return read(dir.resolve("output"));
    }

    private String log(String name) {
        return read(dir.resolve("home/logs").resolve(name + ".log"));
    }

    private Map<String, String> env() {
        return LocalEnv.parse(dir.resolve("home/local.env"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long pid(Map<String, String> env, String name) {
        return Long.parseLong(env.getOrDefault("SLUICE_" + name + "_PID", "0"));
    }

    private static List<Long> pids(Map<String, String> env) {
        return List.of(pid(env, "GATEWAY_1"), pid(env, "GATEWAY_2"), pid(env, "ADMIN_API"), pid(env, "INGEST_WORKER"));
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        var deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
            Thread.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    /** Where all the ports of two gateways and the others are free. */
    private static int freeBase() {
        for (var base = 21_000; base < 30_000; base += 10) {
            var candidate = base;
            if (List.of(0, 1, 2, 3, 100, 1000, 1001, 1002, 1100).stream()
                    .allMatch(offset -> free(candidate + offset))) {
                return base;
            }
        }
        throw new IllegalStateException("no free ports");
    }

    private static boolean free(int port) {
        try (var probe = new ServerSocket(port)) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static void writeJar(Path jar) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeProduct.class.getName());
        var name = FakeProduct.class.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                var in = FakeProduct.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            out.putNextEntry(new JarEntry(name));
            in.transferTo(out);
        }
    }
}
