package dev.sluice.bench.scenario;

import dev.sluice.bench.report.Results;
import dev.sluice.bench.targets.Cores;
import dev.sluice.bench.targets.GatewayRun;
import dev.sluice.bench.targets.MockUpstream;
import dev.sluice.bench.targets.Targets;
import dev.sluice.bench.targets.UsageBus;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What scenarios work with.
 *
 * @param work where processes may write
 * @param bus empty when there is no NATS on this machine
 * @param setup of the gateway as it is in the target {@code full}
 */
public record Bench(
        Options options,
        Cores cores,
        Path work,
        MockUpstream mock,
        Optional<UsageBus> bus,
        GatewayRun.Setup setup,
        Targets targets,
        Results results,
        Progress progress) {}
