package dev.sluice.bench;

import dev.sluice.bench.report.Results;
import dev.sluice.bench.scenario.Bench;
import dev.sluice.bench.scenario.Options;
import dev.sluice.bench.scenario.Progress;
import dev.sluice.bench.scenario.Scenario;
import dev.sluice.bench.scenario.Scenarios;
import dev.sluice.bench.target.Cores;
import dev.sluice.bench.target.Full;
import dev.sluice.bench.target.GatewayRun;
import dev.sluice.bench.target.MockUpstream;
import dev.sluice.bench.target.Nginx;
import dev.sluice.bench.target.PolicyYaml;
import dev.sluice.bench.target.Target;
import dev.sluice.bench.target.Targets;
import dev.sluice.bench.target.UsageBus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

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
        Cores cores =
                Cores.of(Integer.getInteger("bench.cores", Runtime.getRuntime().availableProcessors()));
        try (MockUpstream mock = MockUpstream.start(cores, work, false);
                UsageBus bus = UsageBus.start(work.resolve("nats"));
                Targets targets = targets(cores, work, mock, bus)) {
            Bench bench = new Bench(options, cores, work, mock, targets, new Results(), progress);
            List<Scenario> scenarios = Scenarios.chosen(options);
            for (int i = 0; i < scenarios.size(); i++) {
                Duration left = scenarios.subList(i, scenarios.size()).stream()
                        .map(s -> s.estimate(options))
                        .reduce(Duration.ZERO, Duration::plus);
                progress.left(left);
                progress.say(scenarios.get(i).name());
                scenarios.get(i).run(bench);
            }
            for (var scenario : bench.results().scenarios()) {
                for (var target : bench.results().targets(scenario)) {
                    StringBuilder line = new StringBuilder(scenario + " " + target);
                    for (var figure : dev.sluice.bench.report.Figure.values()) {
                        bench.results()
                                .median(scenario, target, figure)
                                .ifPresent(v -> line.append(" | ")
                                        .append(figure.label())
                                        .append(" ")
                                        .append(figure.format(v)));
                    }
                    System.out.println(line);
                }
            }
            bench.results().rounds().stream().filter(r -> r.voided() != null).forEach(System.out::println);
            return true;
        }
    }

    private Targets targets(Cores cores, Path work, MockUpstream mock, UsageBus bus) {
        Targets targets = new Targets(progress::say);
        targets.add(Target.DIRECT, () -> mock);
        targets.add(Target.NGINX, () -> Nginx.start(cores, work, mock.port(), ""));
        GatewayRun.Setup setup =
                new GatewayRun.Setup(options.root(), work, bus, PolicyYaml.of(mock.port(), 1), Map.of());
        targets.add(
                Target.FULL,
                () -> Full.start(
                        Target.FULL,
                        "the gateway: keys, access rule, price, usage records to a spool and NATS, metrics",
                        setup,
                        cores,
                        options.instances()));
        return targets;
    }
}
