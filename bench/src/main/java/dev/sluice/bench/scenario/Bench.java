package dev.sluice.bench.scenario;

import dev.sluice.bench.report.Results;
import dev.sluice.bench.target.Cores;
import dev.sluice.bench.target.MockUpstream;
import dev.sluice.bench.target.Targets;
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
