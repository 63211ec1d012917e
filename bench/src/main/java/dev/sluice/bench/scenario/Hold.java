package dev.sluice.bench.scenario;

import dev.sluice.bench.load.Generator;
import dev.sluice.bench.load.LoadPlan;
import dev.sluice.bench.load.LoadResult;
import dev.sluice.bench.load.Requests;
import dev.sluice.bench.load.Window;
import dev.sluice.bench.measure.OpenFiles;
import dev.sluice.bench.measure.ProcStatus;
import dev.sluice.bench.mock.Behaviour;
import dev.sluice.bench.mock.MockStats;
import dev.sluice.bench.report.Figure;
import dev.sluice.bench.report.Names;
import dev.sluice.bench.report.Round;
import dev.sluice.bench.targets.Instance;
import dev.sluice.bench.targets.Target;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** As many streams at once as descriptors allow, one event per second each: who holds them, and in how much memory. */
final class Hold implements Scenario {
    private static final int MOST = 10_000;
    /** A proxy needs two descriptors per stream, and some for itself. */
    private static final int OTHER_FILES = 1_800;

    private static final Duration RAMP = Duration.ofSeconds(8);
    private static final Duration HELD = Duration.ofSeconds(8);
    private static final Behaviour SLOW = Behaviour.stream(30).everyMillis(1_000);

    @Override
    public String name() {
        return Names.HOLD;
    }

    @Override
    public Duration estimate(Options options) {
        return RAMP.plus(HELD).plusSeconds(4).multipliedBy(3);
    }

    @Override
    public void run(Bench bench) throws InterruptedException {
        for (String name : List.of(Target.DIRECT, Target.NGINX, Target.FULL)) {
            Instance instance =
                    bench.targets().get(name).map(t -> t.instances().getFirst()).orElse(null);
            if (instance != null) {
                bench.results().add(hold(bench, instance));
                Thread.sleep(2_000);
            }
        }
    }

    private Round hold(Bench bench, Instance instance) {
        int streams = (int) Math.min(MOST, (OpenFiles.limit() - OTHER_FILES) / 2);
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        double before = ProcStatus.residentMegabytes(instance.pids());
        figures.put(Figure.OFFERED, (double) streams);
        figures.put(Figure.RESIDENT_BEFORE, before);
        LoadPlan plan = LoadPlan.closed(
                        instance.port(), Requests.chat(SLOW, instance.headers()), streams, RAMP.plus(HELD), RAMP)
                .withStamps();
        LoadResult load = Generator.run(plan, new Window() {
            @Override
            public void opened() {}

            @Override
            public void closed() {
                double held = open(bench);
                double resident = ProcStatus.residentMegabytes(instance.pids());
                figures.put(Figure.HELD, held);
                figures.put(Figure.RESIDENT, resident);
                figures.put(Figure.KIB_PER_STREAM, held == 0 ? 0 : (resident - before) * 1024 / held);
            }
        });
        figures.put(Figure.ERRORS, (double) load.unexpected(200));
        Measuring.percentiles(figures, load.event(), Figure.EVENT_P50, Figure.EVENT_P99);
        return new Round(name(), instance.target(), instance.number(), 0, 1, figures, null, null);
    }

    private static double open(Bench bench) {
        try {
            return MockStats.open(bench.mock().port());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
