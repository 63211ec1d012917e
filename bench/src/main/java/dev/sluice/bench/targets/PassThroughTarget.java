package dev.sluice.bench.targets;

import dev.sluice.bench.passthrough.PassThroughMain;
import dev.sluice.embedded.GuardedProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sluice's own transport without its policies, on machines with the product's flags. */
public final class PassThroughTarget implements Target {
    /** What the product sets for Netty. */
    private static final List<String> NETTY =
            List.of("-Dio.netty.allocator.maxOrder=7", "-Dio.netty.leakDetection.level=disabled");

    private final List<GuardedProcess> processes;
    private final List<Instance> instances;

    private PassThroughTarget(List<GuardedProcess> processes, List<Instance> instances) {
        this.processes = processes;
        this.instances = instances;
    }

    public static PassThroughTarget start(Cores cores, Path root, Path work, int upstreamPort, int count)
            throws Missing {
        List<GuardedProcess> processes = new ArrayList<>();
        List<Instance> instances = new ArrayList<>();
        List<String> flags = new ArrayList<>(SluiceCommand.flags(root));
        flags.addAll(NETTY);
        try {
            for (int i = 0; i < count; i++) {
                int port = Ports.free();
                Path log = work.resolve("pass-through-" + port + ".log");
                GuardedProcess process = GuardedProcess.start(
                        PASS_THROUGH,
                        cores.onTarget(JavaCommand.of(
                                flags, PassThroughMain.class, Integer.toString(port), Integer.toString(upstreamPort))),
                        Map.of(),
                        work,
                        log);
                processes.add(process);
                Answering.await(process, port, Map.of(), log, Duration.ofSeconds(30));
                instances.add(new Instance(PASS_THROUGH, i, port, List.of(process.pid()), Map.of()));
            }
        } catch (Missing e) {
            processes.forEach(GuardedProcess::kill);
            throw e;
        }
        return new PassThroughTarget(processes, List.copyOf(instances));
    }

    @Override
    public String name() {
        return PASS_THROUGH;
    }

    @Override
    public String description() {
        return "the gateway's transport, dispatch and relay: no key, rule, record or metric";
    }

    @Override
    public List<Instance> instances() {
        return instances;
    }

    @Override
    public void close() {
        processes.forEach(process -> process.stop(Duration.ofSeconds(2)));
    }
}
