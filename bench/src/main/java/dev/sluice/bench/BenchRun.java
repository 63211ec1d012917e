package dev.sluice.bench;

import dev.sluice.bench.report.Machine;
import dev.sluice.bench.report.Report;
import dev.sluice.bench.report.Results;
import dev.sluice.bench.report.Verdict;
import dev.sluice.bench.scenario.Bench;
import dev.sluice.bench.scenario.KnownTargets;
import dev.sluice.bench.scenario.Options;
import dev.sluice.bench.scenario.Progress;
import dev.sluice.bench.scenario.Scenario;
import dev.sluice.bench.scenario.Scenarios;
import dev.sluice.bench.targets.Cores;
import dev.sluice.bench.targets.GatewayRun;
import dev.sluice.bench.targets.MockUpstream;
import dev.sluice.bench.targets.PolicyYaml;
import dev.sluice.bench.targets.Targets;
import dev.sluice.bench.targets.UsageBus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run from the first process to the report. Whatever it started ends with it, however it ends. */
final class BenchRun {
    private final Options options;
    private final Progress progress;

    BenchRun(Options options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    boolean run() throws Exception {
        Path work = Files.createTempDirectory("sluice-bench");
        Cores cores = Cores.of(availableCores());
        try (MockUpstream mock = MockUpstream.start(cores, work, false);
                UsageBus bus = UsageBus.start(work.resolve("nats"));
                Targets targets = new Targets(progress::say)) {
            GatewayRun.Setup setup = new GatewayRun.Setup(
                    options.root(), work, Optional.of(bus), PolicyYaml.of(mock.port(), 1), Map.of());
            Bench bench = new Bench(options, cores, work, mock, bus, setup, targets, new Results(), progress);
            KnownTargets.addTo(bench);
            List<Scenario> scenarios = Scenarios.chosen(options);
            for (int i = 0; i < scenarios.size(); i++) {
                Duration left = scenarios.subList(i, scenarios.size()).stream()
                        .map(s -> s.estimate(options))
                        .reduce(Duration.ZERO, Duration::plus);
                progress.left(left);
                progress.say(scenarios.get(i).name());
                scenarios.get(i).run(bench);
            }
            return report(bench, cores);
        }
    }

    private boolean report(Bench bench, Cores cores) throws IOException {
        Report report = Report.of(
                Machine.read(options.root(), availableCores()),
                bench.targets().descriptions(),
                bench.targets().missing(),
                remarks(cores),
                bench.results());
        report.write(options.output());
        progress.left(Duration.ZERO);
        for (Report.Judged judged : report.gates()) {
            Verdict verdict = judged.verdict();
            if (verdict.outcome() != Verdict.Outcome.NOT_JUDGED) {
                progress.say("%-6s %-4s %s: %s (gate %s)"
                        .formatted(
                                verdict.outcome() == Verdict.Outcome.PASSED ? "passed" : "FAILED",
                                judged.gate().row(),
                                judged.gate().title(),
                                verdict.seen(),
                                judged.gate().limit()));
            }
        }
        progress.say("the report is " + options.output().resolve("report.md"));
        return report.passed();
    }

    private List<String> remarks(Cores cores) {
        return cores.pinned()
                ? List.of("Targets on core 0; mock, generator, NATS and everything else on core 1.")
                : List.of("**Nothing was pinned** (one core, or no taskset): only ratios of CPU time mean anything.");
    }

    private static int availableCores() {
        return Integer.getInteger("bench.cores", Runtime.getRuntime().availableProcessors());
    }
}
