package dev.sluice.bench.targets;

import dev.sluice.embedded.GuardedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Portkey's open gateway on Node, in the version that the lock file pins. */
public final class Portkey implements Target {
    private static final String FILES = "bench/targets/portkey";
    private static final String PROGRAM = "node_modules/@portkey-ai/gateway/build/start-server.js";
    private static final int INSTALL_MINUTES = 3;

    private final GuardedProcess process;
    private final Instance instance;

    private Portkey(GuardedProcess process, Instance instance) {
        this.process = process;
        this.instance = instance;
    }

    /** Installs it into {@code target/bench} when it is not there yet. */
    public static Portkey start(Cores cores, Path root, Path work, int upstreamPort) throws Missing {
        Path home = root.resolve("target/bench/portkey");
        try {
            if (!Files.exists(home.resolve(PROGRAM))) {
                install(root.resolve(FILES), home);
            }
        } catch (IOException e) {
            throw new Missing("Portkey cannot be installed: " + e.getMessage());
        }
        int port = Ports.free();
        Map<String, String> headers = Map.of(
                "x-portkey-provider",
                "openai",
                "x-portkey-custom-host",
                "http://127.0.0.1:" + upstreamPort + "/v1",
                "Authorization",
                "Bearer provider-secret-of-the-bench");
        Path log = work.resolve("portkey.log");
        GuardedProcess process = GuardedProcess.start(
                PORTKEY,
                cores.onTarget(List.of("node", home.resolve(PROGRAM).toString(), "--port=" + port, "--headless")),
                Map.of("NODE_ENV", "production"),
                work,
                log);
        Answering.await(process, port, headers, log, Duration.ofSeconds(30));
        return new Portkey(process, new Instance(PORTKEY, 0, port, List.of(process.pid()), headers));
    }

    private static void install(Path from, Path home) throws IOException, Missing {
        Files.createDirectories(home);
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.copy(from.resolve(file), home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--silent", "--ignore-scripts")
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("npm.log").toFile())
                .start();
        try {
            if (!npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || npm.exitValue() != 0) {
                throw new Missing("npm could not install Portkey, see " + home.resolve("npm.log"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Missing("interrupted");
        } finally {
            npm.destroyForcibly();
        }
    }

    @Override
    public String name() {
        return PORTKEY;
    }

    @Override
    public String description() {
        return "@portkey-ai/gateway 1.15.2 on Node, with @hono/node-server 1.14.1: one process";
    }

    @Override
    public List<Instance> instances() {
        return List.of(instance);
    }

    @Override
    public void close() {
        process.kill();
    }
}
