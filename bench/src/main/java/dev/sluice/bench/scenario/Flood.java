package dev.sluice.bench.scenario;

import dev.sluice.bench.load.LoadPlan;
import dev.sluice.bench.load.Requests;
import dev.sluice.bench.mock.Behaviour;
import dev.sluice.bench.report.Names;
import dev.sluice.bench.report.Round;
import dev.sluice.bench.targets.Instance;
import dev.sluice.bench.targets.Target;
import java.time.Duration;
import java.util.Map;

/** Requests with a key that nobody knows: what it costs to turn them away. */
final class Flood implements Scenario {
    private static final int CONNECTIONS = 64;

    @Override
    public String name() {
        return Names.FLOOD_401;
    }

    @Override
    public Duration estimate(Options options) {
        return options.round().multipliedBy(options.rounds()).plusSeconds(6);
    }

    @Override
    public void run(Bench bench) {
        Target full = bench.targets().get(Target.FULL).orElse(null);
        if (full == null) {
            return;
        }
        byte[] request = Requests.chat(Behaviour.JSON, Map.of("Authorization", "Bearer sl_s_nobody_knows_this_key"));
        Options options = bench.options();
        for (int round = 0; round < options.rounds(); round++) {
            Instance instance = full.instances().get(round % full.instances().size());
            LoadPlan plan = LoadPlan.closed(instance.port(), request, CONNECTIONS, options.round(), options.discard());
            if (round < full.instances().size()) {
                Measuring.run(plan, instance, bench.cores().loadCore(), 401, 0);
            }
            Measuring.Measured measured =
                    Measuring.run(plan, instance, bench.cores().loadCore(), 401, 0);
            bench.results()
                    .add(new Round(
                            name(),
                            full.name(),
                            instance.number(),
                            round,
                            1,
                            measured.figures(),
                            measured.voided(),
                            measured.disturbed()));
        }
    }
}
