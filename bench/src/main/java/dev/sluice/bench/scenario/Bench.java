package dev.sluice.bench.scenario;

import dev.sluice.bench.report.Results;
import dev.sluice.bench.targets.Cores;
import dev.sluice.bench.targets.MockUpstream;
import dev.sluice.bench.targets.Targets;
import java.nio.file.Path;

/**
 * What scenarios work with.
 *
 * @param work where processes may write
 */
public record Bench(
        Options options,
        Cores cores,
        Path work,
        MockUpstream mock,
        Targets targets,
        Results results,
        Progress progress) {}
