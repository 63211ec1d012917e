package dev.sluice.bench.targets;

import dev.sluice.bench.mock.MockMain;
import dev.sluice.embedded.GuardedProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The mock as a process of its own, which is also the target {@code direct}. */
public final class MockUpstream implements Target {
    private final GuardedProcess process;
    private final Instance instance;

    private MockUpstream(GuardedProcess process, int port) {
        this.process = process;
        instance = new Instance(DIRECT, 0, port, List.of(process.pid()), Map.of());
    }

    /** @param onTargetCore for the calibration, where nothing else is on that core */
    public static MockUpstream start(Cores cores, Path dir, boolean onTargetCore) throws Missing {
        int port = Ports.free();
        List<String> command =
                JavaCommand.of(List.of("-Xmx512m", "-XX:+UseSerialGC"), MockMain.class, Integer.toString(port));
        Path log = dir.resolve("mock.log");
        GuardedProcess process = GuardedProcess.start(
                "mock", onTargetCore ? cores.onTarget(command) : cores.onLoad(command), Map.of(), dir, log);
        Answering.await(process, port, Map.of(), log, Duration.ofSeconds(20));
        return new MockUpstream(process, port);
    }

    public int port() {
        return instance.port();
    }

    @Override
    public String name() {
        return DIRECT;
    }

    @Override
    public String description() {
        return "the mock upstream, nothing in between";
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
