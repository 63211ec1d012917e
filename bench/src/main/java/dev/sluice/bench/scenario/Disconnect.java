package dev.sluice.bench.scenario;

import dev.sluice.bench.load.Generator;
import dev.sluice.bench.load.LoadPlan;
import dev.sluice.bench.load.LoadResult;
import dev.sluice.bench.load.Requests;
import dev.sluice.bench.mock.Behaviour;
import dev.sluice.bench.mock.MockStats;
import dev.sluice.bench.report.Figure;
import dev.sluice.bench.report.Names;
import dev.sluice.bench.report.Round;
import dev.sluice.bench.targets.Instance;
import dev.sluice.bench.targets.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Clients leave streams after the first event: the provider must hear of it, or it goes on working for nobody. */
final class Disconnect implements Scenario {
    private static final int PER_SECOND = 100;
    private static final Duration LENGTH = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    /** Would go on for 20 s. */
    private static final Behaviour LONG = Behaviour.stream(200).everyMillis(100);

    @Override
    public String name() {
        return Names.DISCONNECT;
    }

    @Override
    public Duration estimate(Options options) {
        return LENGTH.plusSeconds(1).multipliedBy(2);
    }

    @Override
    public void run(Bench bench) throws InterruptedException {
        for (String name : List.of(Target.NGINX, Target.FULL)) {
            Target target = bench.targets().get(name).orElse(null);
            if (target != null) {
                bench.results().add(leave(bench, target.instances().getFirst()));
            }
        }
    }

    private Round leave(Bench bench, Instance instance) throws InterruptedException {
        try {
            MockStats before = MockStats.read(bench.mock().port());
            byte[] request = Requests.chat(LONG, instance.headers());
            LoadPlan plan = LoadPlan.rate(instance.port(), request, 64, PER_SECOND, LENGTH, Duration.ZERO)
                    .leavingAfterFirstEvent();
            LoadResult load = Generator.run(plan);
            long left = System.nanoTime();
            MockStats after = MockStats.read(bench.mock().port());
            while (after.open() > before.open() && System.nanoTime() - left < LONGEST.toNanos()) {
                Thread.sleep(5);
                after = MockStats.read(bench.mock().port());
            }
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            figures.put(Figure.CLOSE_SEEN, (System.nanoTime() - left) / 1e6);
            long closed = after.closedEarly() - before.closedEarly();
            figures.put(Figure.ERRORS, (double) Math.max(0, load.completed() - closed) + load.unexpected(200));
            return new Round(name(), instance.target(), instance.number(), 0, 1, figures, null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
