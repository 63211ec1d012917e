package dev.sluice.bench.scenario;

import dev.sluice.bench.report.Figure;
import dev.sluice.bench.report.Round;
import dev.sluice.bench.targets.Instance;
import dev.sluice.bench.targets.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same traffic for several targets in interleaved rounds (A B C … A B C …), so that whatever happens on the machine
 * happens to all. Rounds rotate through the instances of a target.
 */
record Compared(String name, Traffic traffic, List<String> targets) implements Scenario {
    private static final int MAX_ATTEMPTS = 3;
    private static final double CALM = 3;

    @Override
    public Duration estimate(Options options) {
        return options.round()
                .plusMillis(300)
                .multipliedBy((long) options.rounds() * targets.size())
                .plusSeconds(options.quick() ? 10 : 20);
    }

    @Override
    public void run(Bench bench) {
        List<Target> present = new ArrayList<>();
        targets.forEach(target -> bench.targets().get(target).ifPresent(present::add));
        for (Target target : present) {
            target.instances().forEach(instance -> WarmUp.run(bench, instance, traffic));
        }
        double[] bestDirect = {Double.MAX_VALUE};
        for (int round = 0; round < bench.options().rounds(); round++) {
            for (Target target : present) {
                Instance instance =
                        target.instances().get(round % target.instances().size());
                WarmUp.run(bench, instance, traffic);
                measure(bench, instance, round, bestDirect);
            }
        }
    }

    private void measure(Bench bench, Instance instance, int round, double[] bestDirect) {
        boolean direct = instance.target().equals(Target.DIRECT);
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            Measuring.Measured measured = Measuring.quietly(
                    traffic.plan(instance, bench.options()),
                    instance,
                    bench.cores().loadCore(),
                    traffic.events());
            double p99 = measured.figures().getOrDefault(Figure.P99, Double.MAX_VALUE);
            @Nullable String disturbed = measured.disturbed();
            if (direct && measured.voided() == null && disturbed == null && traffic.ratePerSecond() > 0) {
                bestDirect[0] = Math.min(bestDirect[0], p99);
                disturbed = p99 > CALM * bestDirect[0] && attempt < MAX_ATTEMPTS ? "the machine was not quiet" : null;
            }
            bench.results()
                    .add(new Round(
                            name,
                            instance.target(),
                            instance.number(),
                            round,
                            attempt,
                            measured.figures(),
                            measured.voided(),
                            disturbed));
            if ((measured.voided() == null && disturbed == null)
                    || attempt == MAX_ATTEMPTS
                    || !Quiet.mayRepeat(bench.options().round())) {
                return;
            }
        }
    }
}
