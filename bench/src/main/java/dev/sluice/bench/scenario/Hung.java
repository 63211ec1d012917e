package dev.sluice.bench.scenario;

import dev.sluice.bench.load.Generator;
import dev.sluice.bench.load.LoadPlan;
import dev.sluice.bench.load.Requests;
import dev.sluice.bench.mock.Behaviour;
import dev.sluice.bench.mock.MockStats;
import dev.sluice.bench.report.Names;
import dev.sluice.bench.report.Round;
import dev.sluice.bench.targets.Instance;
import dev.sluice.bench.targets.Target;
import java.time.Duration;

/** A thousand calls hang at a model of their own: what those of another one see of it, in turns with and without. */
final class Hung implements Scenario {
    private static final int CALLS = 1_000;
    private static final int PER_SECOND = 1_000;
    private static final int ROUNDS = 5;
    /** Not counted: two collections, in which what is new of a thousand calls and their connections is moved. */
    private static final Duration BEFORE = Duration.ofSeconds(5);

    private static final Duration LENGTH = BEFORE.plusSeconds(4);
    /** The most that a measurement takes before and after itself. */
    private static final Duration QUIET_WAIT = Duration.ofSeconds(6);
    /** For all of them to be sent, and for their ends to be over. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    @Override
    public String name() {
        return Names.HUNG;
    }

    @Override
    public Duration estimate(Options options) {
        return LENGTH.multipliedBy(2).plus(SETTLED.multipliedBy(2)).multipliedBy(ROUNDS);
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
        hangFor(instance, SETTLED).join(); // the code of calls that are given up is warm as well
        for (int round = 0; round < ROUNDS; round++) {
            Thread.sleep(SETTLED);
            bench.results().add(round(bench, instance, Names.ALONE, round, 0));
            Thread hung = hangFor(instance, SETTLED.plus(LENGTH).plus(QUIET_WAIT));
            Thread.sleep(SETTLED);
            bench.results().add(round(bench, instance, Names.BESIDE_HUNG, round, CALLS));
            hung.join();
        }
    }

    /** @param hanging as many calls as must hang for the round to count */
    private Round round(Bench bench, Instance instance, String target, int number, int hanging)
            throws InterruptedException {
        LoadPlan plan = LoadPlan.rate(
                instance.port(), Requests.chat(Behaviour.JSON, instance.headers()), 64, PER_SECOND, LENGTH, BEFORE);
        long before = MockStats.open(bench.mock().port());
        Measuring.Measured measured =
                Measuring.quietly(plan, instance, bench.cores().loadCore(), 0);
        long after = MockStats.open(bench.mock().port());
        boolean held = before == hanging && after == hanging;
        return new Round(
                name(),
                target,
                instance.number(),
                number,
                1,
                measured.figures(),
                held ? measured.voided() : "of " + hanging + " calls " + before + ", then " + after + " hung",
                measured.disturbed());
    }

    private static Thread hangFor(Instance instance, Duration length) {
        byte[] request = Requests.chat(Behaviour.HUNG, instance.headers());
        LoadPlan plan = LoadPlan.closed(instance.port(), request, CALLS, length, Duration.ZERO);
        return Thread.ofPlatform().start(() -> Generator.run(plan));
    }
}
