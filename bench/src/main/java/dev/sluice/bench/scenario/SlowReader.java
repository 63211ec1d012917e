package dev.sluice.bench.scenario;

import dev.sluice.bench.load.Generator;
import dev.sluice.bench.load.LoadPlan;
import dev.sluice.bench.load.Requests;
import dev.sluice.bench.mock.Behaviour;
import dev.sluice.bench.report.Figure;
import dev.sluice.bench.report.Names;
import dev.sluice.bench.report.Round;
import dev.sluice.bench.targets.Instance;
import dev.sluice.bench.targets.Target;
import java.time.Duration;
import java.util.Map;

/** One client reads an endless answer slowly: the gateway must slow the provider down, not gather the answer. */
final class SlowReader implements Scenario {
    private static final int PER_SECOND = 500;
    private static final int BYTES_PER_SECOND = 20_000;
    private static final Duration LENGTH = Duration.ofSeconds(4);
    /** About 500 MB. */
    private static final Behaviour ENDLESS = Behaviour.stream(2_000_000);

    @Override
    public String name() {
        return Names.SLOW_READER;
    }

    @Override
    public Duration estimate(Options options) {
        return LENGTH.multipliedBy(2L * rounds(options)).plusSeconds(2);
    }

    private static int rounds(Options options) {
        return options.quick() ? 1 : 3;
    }

    @Override
    public void run(Bench bench) throws InterruptedException {
        Target full = bench.targets().get(Target.FULL).orElse(null);
        if (full == null) {
            return;
        }
        Instance instance = full.instances().getFirst();
        Traffic json = Traffic.rate(Behaviour.JSON, PER_SECOND, 64);
        WarmUp.run(bench, instance, json);
        for (int round = 0; round < rounds(bench.options()); round++) {
            add(bench, instance, Names.ALONE, round);
            Thread slow = Thread.ofPlatform().start(() -> readSlowly(instance));
            Thread.sleep(500);
            add(bench, instance, Names.BESIDE_SLOW, round);
            slow.join();
        }
    }

    private void add(Bench bench, Instance instance, String target, int round) {
        byte[] request = Requests.chat(Behaviour.JSON, instance.headers());
        LoadPlan plan = LoadPlan.rate(
                instance.port(),
                request,
                64,
                PER_SECOND,
                LENGTH,
                bench.options().discard());
        Measuring.Measured measured =
                Measuring.run(plan, instance, bench.cores().loadCore(), 200, 0);
        Map<Figure, Double> figures = measured.figures();
        bench.results()
                .add(new Round(
                        name(), target, instance.number(), round, 1, figures, measured.voided(), measured.disturbed()));
    }

    private static void readSlowly(Instance instance) {
        byte[] request = Requests.chat(ENDLESS, instance.headers());
        Duration length = LENGTH.plusMillis(600);
        Generator.run(LoadPlan.closed(instance.port(), request, 1, length, Duration.ZERO)
                .readingSlowly(BYTES_PER_SECOND));
    }
}
