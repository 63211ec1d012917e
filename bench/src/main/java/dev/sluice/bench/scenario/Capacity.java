package dev.sluice.bench.scenario;

import dev.sluice.bench.mock.Behaviour;
import dev.sluice.bench.report.Names;
import dev.sluice.bench.report.Round;
import dev.sluice.bench.targets.Instance;
import dev.sluice.bench.targets.MockUpstream;
import dev.sluice.bench.targets.Target;
import java.time.Duration;

/** Mock and generator on a core each, nothing in between: what the load itself can do, and what it costs. */
final class Capacity implements Scenario {
    private static final Traffic JSON = Traffic.closed(Behaviour.JSON, 64);
    private static final int ROUNDS = 3;

    @Override
    public String name() {
        return Names.CAPACITY;
    }

    @Override
    public Duration estimate(Options options) {
        return options.round().multipliedBy(ROUNDS + 2);
    }

    @Override
    public void run(Bench bench) {
        try (MockUpstream mock = MockUpstream.start(bench.cores(), bench.work(), true)) {
            Instance instance = mock.instances().getFirst();
            WarmUp.run(bench, instance, JSON);
            for (int round = 0; round < ROUNDS; round++) {
                Measuring.Measured measured = Measuring.run(
                        JSON.plan(instance, bench.options()),
                        instance,
                        bench.cores().loadCore(),
                        200,
                        0);
                bench.results()
                        .add(new Round(
                                name(),
                                Names.MOCK_APART,
                                0,
                                round,
                                1,
                                measured.figures(),
                                measured.voided(),
                                measured.disturbed()));
            }
        } catch (Target.Missing e) {
            bench.progress().say(name() + " is left out: " + e.getMessage());
        }
    }
}
