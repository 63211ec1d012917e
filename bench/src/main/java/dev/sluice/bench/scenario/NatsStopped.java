package dev.sluice.bench.scenario;

import dev.sluice.bench.mock.Behaviour;
import dev.sluice.bench.report.Figure;
import dev.sluice.bench.report.Names;
import dev.sluice.bench.report.Round;
import dev.sluice.bench.targets.Instance;
import dev.sluice.bench.targets.Target;
import dev.sluice.bench.targets.UsageBus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** NATS hangs while requests go on: nothing may change for them. */
final class NatsStopped implements Scenario {
    private static final Traffic JSON = Traffic.rate(Behaviour.JSON, 1_000, 64);

    @Override
    public String name() {
        return Names.NATS_STOPPED;
    }

    @Override
    public Duration estimate(Options options) {
        return options.round()
                .plusMillis(800)
                .multipliedBy(3L * rounds(options))
                .plusSeconds(2);
    }

    private static int rounds(Options options) {
        return options.quick() ? 2 : 5;
    }

    @Override
    public void run(Bench bench) throws InterruptedException {
        Target full = bench.targets().get(Target.FULL).orElse(null);
        UsageBus bus = bench.bus().orElse(null);
        if (full == null || bus == null) {
            return;
        }
        Instance instance = full.instances().getFirst();
        WarmUp.run(bench, instance, JSON);
        try {
            for (int round = 0; round < rounds(bench.options()); round++) {
                // How quiet the machine is, which decides whether the round's p99 says anything.
                add(bench, bench.mock().instances().getFirst(), Target.DIRECT, round);
                add(bench, instance, Names.NATS_UP, round);
                bus.freeze(true);
                add(bench, instance, Names.NATS_DOWN, round);
                bus.freeze(false);
                Thread.sleep(500);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Bench bench, Instance instance, String target, int round) {
        Measuring.Measured measured = Measuring.run(
                JSON.plan(instance, bench.options()), instance, bench.cores().loadCore(), 200, 0);
        Map<Figure, Double> figures = new EnumMap<>(measured.figures());
        figures.put(Figure.ERRORS, (double) measured.load().unexpected(200));
        bench.results()
                .add(new Round(
                        name(), target, instance.number(), round, 1, figures, measured.voided(), measured.disturbed()));
    }
}
