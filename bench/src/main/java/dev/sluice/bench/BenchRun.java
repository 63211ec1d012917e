package dev.sluice.bench;

import dev.sluice.bench.measure.CacheProbe;
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
import dev.sluice.bench.targets.Target;
import dev.sluice.bench.targets.Targets;
import dev.sluice.bench.targets.UsageBus;
import dev.sluice.bench.targets.WorkDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run from the first process to the report. Whatever it started ends with it, however it ends. */
final class BenchRun {
    private final Options options;
    private final Progress progress;
    private final List<String> failures = new ArrayList<>();

    BenchRun(Options options, Progress progress) {
        this.options = options;
        this.progress = progress;
    }

    boolean run() throws Exception {
        Path work = WorkDirectory.fresh(options.output().resolve("work"));
        Cores cores = Cores.of(availableCores());
        try (MockUpstream mock = MockUpstream.start(cores, work, false);
                @Nullable UsageBus started = bus(work);
                Targets targets = new Targets(progress::say)) {
            Optional<UsageBus> bus = Optional.ofNullable(started);
            GatewayRun.Setup setup =
                    new GatewayRun.Setup(options.root(), work, bus, PolicyYaml.of(mock.port(), 1), Map.of());
            Bench bench = new Bench(options, cores, work, mock, bus, setup, targets, new Results(), progress);
            KnownTargets.addTo(bench);
            runAll(bench);
            return report(bench);
        }
    }

    /** The report is written after each scenario, so that a run that is broken off has one too. */
    private void runAll(Bench bench) throws InterruptedException, IOException {
        List<Scenario> scenarios = Scenarios.chosen(options);
        for (int i = 0; i < scenarios.size(); i++) {
            Duration left = scenarios.subList(i, scenarios.size()).stream()
                    .map(s -> s.estimate(options))
                    .reduce(Duration.ZERO, Duration::plus);
            progress.left(left);
            Scenario scenario = scenarios.get(i);
            progress.say(scenario.name());
            try {
                scenario.run(bench);
            } catch (RuntimeException e) {
                // What was measured until then is worth a report; it says that something is missing.
                failures.add("**" + scenario.name() + " broke off**: " + e);
                progress.say(scenario.name() + " broke off: " + e);
            }
            write(bench);
        }
    }

    private Report write(Bench bench) throws IOException {
        Report report = Report.of(
                Machine.read(options.root(), availableCores()),
                bench.targets().descriptions(),
                bench.targets().missing(),
                remarks(bench),
                bench.results());
        report.write(options.output());
        return report;
    }

    private boolean report(Bench bench) throws IOException {
        Report report = write(bench);
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
        return report.passed() && failures.isEmpty();
    }

    private @Nullable UsageBus bus(Path work) {
        try {
            return UsageBus.start(work.resolve("nats"));
        } catch (Target.Missing e) {
            progress.say("without NATS, usage records stay on the ring: " + e.getMessage());
            return null;
        }
    }

    private List<String> remarks(Bench bench) {
        List<String> remarks = new ArrayList<>(failures);
        remarks.add(
                bench.cores().pinned()
                        ? "Targets on core 0; mock, generator, NATS and everything else on core 1."
                        : "**Nothing was pinned** (one core, or no taskset): only ratios of CPU time mean anything.");
        remarks.add(
                bench.setup().hasCache()
                        ? "The gateway starts from its AOT cache."
                        : "The gateway starts **without an AOT cache**: the build could not make one.");
        if (!CacheProbe.isPossible()) {
            remarks.add("Nobody looked whether neighbours use the shared cache: it is unknown, small, or over 32 MB.");
        }
        if (bench.bus().isEmpty()) {
            remarks.add("**Without NATS**: usage records stay on the ring.");
        }
        return remarks;
    }

    private static int availableCores() {
        return Integer.getInteger("bench.cores", Runtime.getRuntime().availableProcessors());
    }
}
