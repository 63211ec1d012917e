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
    private static final int CONNECTIONS = 64;
    private static final int ROUNDS = 5;
    /** As fast as it goes, not counted: the collections in which what is new of a thousand calls and their connections is moved. */
    private static final Duration COLLECTED = Duration.ofSeconds(1);

    private static final Duration LENGTH = Duration.ofSeconds(4);
    /** For all of them to be sent, and for their ends to be over. */
    private static final Duration SETTLED = Duration.ofSeconds(1);
    /** Longer than any round. */
    private static final Duration HANGING = Duration.ofSeconds(30);

    @Override
    public String name() {
        return Names.HUNG;
    }

    @Override
    public Duration estimate(Options options) {
        return SETTLED.plus(COLLECTED).plus(LENGTH).multipliedBy(2L * ROUNDS);
    }

    @Override
    public void run(Bench bench) throws InterruptedException {
        Target full = bench.targets().get(Target.FULL).orElse(null);
        if (full == null) {
            return;
        }
        Instance instance = full.instances().getFirst();
        Traffic json = Traffic.rate(Behaviour.JSON, PER_SECOND, CONNECTIONS);
        WarmUp.run(bench, instance, json);
        end(hang(instance)); // the code of calls that are given up is warm as well
        for (int round = 0; round < ROUNDS; round++) {
            bench.results().add(round(bench, instance, Names.ALONE, round, 0));
            Thread hung = hang(instance);
            bench.results().add(round(bench, instance, Names.BESIDE_HUNG, round, CALLS));
            end(hung);
        }
    }

    /** @param hanging as many calls as must hang for the round to count */
    private Round round(Bench bench, Instance instance, String target, int number, int hanging)
            throws InterruptedException {
        byte[] request = Requests.chat(Behaviour.JSON, instance.headers());
        Generator.run(LoadPlan.closed(instance.port(), request, CONNECTIONS, COLLECTED, Duration.ZERO));
        LoadPlan plan = LoadPlan.rate(
                instance.port(),
                request,
                CONNECTIONS,
                PER_SECOND,
                LENGTH,
                bench.options().discard());
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

    private static Thread hang(Instance instance) throws InterruptedException {
        byte[] request = Requests.chat(Behaviour.HUNG, instance.headers());
        LoadPlan plan = LoadPlan.closed(instance.port(), request, CALLS, HANGING, Duration.ZERO);
        Thread hung = Thread.ofPlatform().start(() -> Generator.run(plan));
        Thread.sleep(SETTLED);
        return hung;
    }

    private static void end(Thread hung) throws InterruptedException {
        hung.interrupt();
        hung.join();
        Thread.sleep(SETTLED);
    }
}
