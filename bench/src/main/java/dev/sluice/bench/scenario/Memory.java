package dev.sluice.bench.scenario;

import dev.sluice.bench.measure.ProcStatus;
import dev.sluice.bench.report.Figure;
import dev.sluice.bench.report.Names;
import dev.sluice.bench.report.Round;
import dev.sluice.bench.targets.GatewayRun;
import dev.sluice.bench.targets.Instance;
import dev.sluice.bench.targets.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Resident memory: of a gateway that has had nothing to do, and of those that had all of the load. To be run last. */
final class Memory implements Scenario {
    private static final long SETTLED_MS = 3_000;

    @Override
    public String name() {
        return Names.MEMORY;
    }

    @Override
    public Duration estimate(Options options) {
        return Duration.ofSeconds(8);
    }

    @Override
    public void run(Bench bench) throws InterruptedException {
        if (bench.targets().isRunning(Target.FULL)) {
            for (Instance instance :
                    bench.targets().get(Target.FULL).map(Target::instances).orElse(List.of())) {
                add(bench, Names.AFTER_LOAD, instance);
            }
        }
        try (GatewayRun run = GatewayRun.start(bench.setup(), "idle", bench.cores()::onTarget)) {
            run.awaitReady();
            Thread.sleep(SETTLED_MS);
            add(bench, Names.IDLE, run.instance("idle", 0));
        } catch (Target.Missing e) {
            bench.progress().say(name() + " is left out: " + e.getMessage());
        }
    }

    private void add(Bench bench, String target, Instance instance) {
        double resident = ProcStatus.residentMegabytes(instance.pids());
        bench.results()
                .add(new Round(
                        name(),
                        target,
                        instance.number(),
                        instance.number(),
                        1,
                        Map.of(Figure.RESIDENT, resident),
                        null,
                        null));
    }
}
