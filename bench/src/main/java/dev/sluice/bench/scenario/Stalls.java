package dev.sluice.bench.scenario;

import dev.sluice.bench.load.LoadPlan;
import dev.sluice.bench.load.Requests;
import dev.sluice.bench.mock.Behaviour;
import dev.sluice.bench.report.Figure;
import dev.sluice.bench.report.Names;
import dev.sluice.bench.report.Round;
import dev.sluice.bench.stall.Causes;
import dev.sluice.bench.stall.Pauses;
import dev.sluice.bench.stall.Probe;
import dev.sluice.bench.stall.Waits;
import dev.sluice.bench.targets.GatewayRun;
import dev.sluice.bench.targets.Instance;
import dev.sluice.bench.targets.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How often a warm gateway's event loop is late for its clients while it serves 1,000 requests a second, and why: garbage
 * collection and other stops from the log of its Java virtual machine, a processor that somebody else had from the kernel.
 */
final class Stalls implements Scenario {
    private static final Traffic LOAD = Traffic.rate(Behaviour.JSON, 1_000, 64);

    @Override
    public String name() {
        return Names.STALLS;
    }

    private static Duration length(Options options) {
        return Duration.ofSeconds(options.quick() ? 20 : 60);
    }

    @Override
    public Duration estimate(Options options) {
        return length(options).plus(options.longestWarmUp()).plusSeconds(5);
    }

    @Override
    public void run(Bench bench) {
        Path log = bench.work().resolve("safepoints.log");
        GatewayRun.Setup setup = bench.setup().with(Map.of("JDK_JAVA_OPTIONS", Pauses.option(log)));
        try (GatewayRun run = GatewayRun.start(setup, "stalls", bench.cores()::onTarget)) {
            run.awaitReady();
            Instance instance = run.instance(Target.FULL, 0);
            WarmUp.run(bench, instance, Traffic.closed(Behaviour.JSON, 64));
            measure(bench, run, instance, log);
        } catch (Target.Missing e) {
            bench.progress().say(name() + " is left out: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void measure(Bench bench, GatewayRun run, Instance instance, Path log) throws IOException {
        Duration length = length(bench.options());
        LoadPlan plan = LoadPlan.rate(
                run.port(),
                Requests.chat(Behaviour.JSON, instance.headers()),
                LOAD.connections(),
                LOAD.ratePerSecond(),
                length,
                bench.options().discard());
        Probe probe = Probe.start(run.port());
        Waits waits;
        Measuring.Measured measured;
        try (probe) {
            waits = Waits.start(run.process().pid());
            try (waits) {
                measured = Measuring.run(plan, instance, bench.cores().loadCore(), 200, 0);
            }
        }
        List<String> causes = Causes.of(probe.stalls(), Pauses.read(log), waits);
        causes.forEach(cause -> bench.results().note(name() + ": " + cause));
        bench.results()
                .note(
                        "%s: %,d probes in %d s; %d late answers were the probe's own (%s), which was woken up to %.1f ms late"
                                .formatted(
                                        name(),
                                        probe.asked(),
                                        length.toSeconds(),
                                        probe.stalls().size() - causes.size(),
                                        Causes.others(probe.stalls()),
                                        probe.latestMillis()));
        Map<Figure, Double> figures = new EnumMap<>(measured.figures());
        figures.put(Figure.STALLS, causes.size() * 60.0 / length.toSeconds());
        figures.put(Figure.UNEXPLAINED, (double) Causes.unknown(causes));
        bench.results().add(new Round(name(), Target.FULL, 0, 0, 1, figures, measured.voided(), measured.disturbed()));
    }
}
