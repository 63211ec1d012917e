package dev.sluice.bench.scenario;

import dev.sluice.bench.load.Generator;
import dev.sluice.bench.load.LoadPlan;
import dev.sluice.bench.mock.Behaviour;
import dev.sluice.bench.report.Names;
import dev.sluice.bench.targets.Instance;
import dev.sluice.bench.targets.Profiler;
import dev.sluice.bench.targets.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Flame graphs of one gateway and of its pass-through, under JSON and under streams, as pages and as collapsed stacks. Only when asked for. */
final class Flames implements Scenario {
    private static final Duration LENGTH = Duration.ofSeconds(10);

    @Override
    public String name() {
        return Names.FLAMES;
    }

    @Override
    public Duration estimate(Options options) {
        return options.flame() ? LENGTH.multipliedBy(6) : Duration.ZERO;
    }

    @Override
    public void run(Bench bench) throws InterruptedException {
        if (!bench.options().flame()) {
            return;
        }
        Map<String, Traffic> traffics = new LinkedHashMap<>();
        traffics.put(Names.JSON_MAX, Traffic.closed(Behaviour.JSON, 64));
        traffics.put(Names.SSE_BURST, Traffic.closed(Behaviour.stream(50), 32));
        try {
            Profiler profiler = Profiler.find(bench.options().output());
            for (String name : List.of(Target.FULL, Target.PASS_THROUGH)) {
                Target target = bench.targets().get(name).orElse(null);
                if (target != null) {
                    Instance instance = target.instances().getFirst();
                    for (var entry : traffics.entrySet()) {
                        profile(bench, profiler, instance, name + "-" + entry.getKey(), entry.getValue());
                    }
                }
            }
        } catch (Target.Missing | IOException e) {
            bench.progress().say("no flame graphs: " + e.getMessage());
        }
    }

    private static void profile(Bench bench, Profiler profiler, Instance instance, String name, Traffic traffic)
            throws IOException, InterruptedException, Target.Missing {
        WarmUp.run(bench, instance, traffic);
        byte[] request = traffic.request(instance.headers());
        profiler.start(instance.pids().getFirst());
        Generator.run(LoadPlan.closed(instance.port(), request, traffic.connections(), LENGTH, Duration.ZERO));
        Path output = bench.options().output();
        profiler.dump(instance.pids().getFirst(), output.resolve("flame-" + name + ".collapsed"), "collapsed");
        profiler.stop(instance.pids().getFirst(), output.resolve("flame-" + name + ".html"));
    }
}
