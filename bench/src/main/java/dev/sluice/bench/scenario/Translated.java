package dev.sluice.bench.scenario;

import dev.sluice.bench.mock.Behaviour;
import dev.sluice.bench.report.Names;
import dev.sluice.bench.report.Round;
import dev.sluice.bench.targets.Instance;
import dev.sluice.bench.targets.Target;
import java.time.Duration;
import java.util.Map;

/**
 * What a translation costs: the same chat of 1 kB and the same stream of 200 tokens, passed to a client of chat completions
 * and translated for one of Messages, in turn.
 */
final class Translated implements Scenario {
    private static final Traffic PASSED = Traffic.closed(Behaviour.stream(200), 32);
    private static final Map<String, Traffic> KINDS =
            Map.of(Names.PASSED, PASSED, Names.TRANSLATED, PASSED.ofMessages());

    @Override
    public String name() {
        return Names.TRANSLATION;
    }

    @Override
    public Duration estimate(Options options) {
        return options.round()
                .multipliedBy(2L * options.rounds())
                .plus(options.longestWarmUp().dividedBy(2));
    }

    @Override
    public void run(Bench bench) {
        Target full = bench.targets().get(Target.FULL).orElse(null);
        if (full == null) {
            return;
        }
        for (Instance instance : full.instances()) {
            KINDS.values().forEach(traffic -> WarmUp.run(bench, instance, traffic));
        }
        for (int round = 0; round < bench.options().rounds(); round++) {
            Instance instance = full.instances().get(round % full.instances().size());
            for (Map.Entry<String, Traffic> kind : KINDS.entrySet()) {
                WarmUp.run(bench, instance, kind.getValue());
                measure(bench, kind, instance, round);
            }
        }
    }

    private void measure(Bench bench, Map.Entry<String, Traffic> kind, Instance instance, int round) {
        Measuring.Measured measured = Measuring.quietly(
                kind.getValue().plan(instance, bench.options()),
                instance,
                bench.cores().loadCore(),
                kind.getValue().events());
        bench.results()
                .add(new Round(
                        name(),
                        kind.getKey(),
                        instance.number(),
                        round,
                        1,
                        measured.figures(),
                        measured.voided(),
                        measured.disturbed()));
    }
}
