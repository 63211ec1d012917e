package dev.sluice.bench.scenario;

import dev.sluice.bench.load.LoadPlan;
import dev.sluice.bench.load.Requests;
import dev.sluice.bench.mock.Behaviour;
import dev.sluice.bench.report.Figure;
import dev.sluice.bench.report.Names;
import dev.sluice.bench.report.Round;
import dev.sluice.bench.targets.GatewayRun;
import dev.sluice.bench.targets.PolicyYaml;
import dev.sluice.bench.targets.Target;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How soon a gateway alone, with a small policy in a file, answers: without its warm-up from the start of the process, on all
 * cores and on one, and with it, on one core, from the moment it says it is ready, when all traffic comes at once; and how long
 * the first call of a provider over TLS takes then.
 */
final class ColdStart implements Scenario {
    private static final int PER_SECOND = 300;
    private static final Duration FIRST = Duration.ofSeconds(10);

    @Override
    public String name() {
        return Names.COLD_START;
    }

    @Override
    public Duration estimate(Options options) {
        return Duration.ofSeconds(5L * starts(options))
                .plus(FIRST.plusSeconds(9).multipliedBy(warmStarts(options)));
    }

    private static int starts(Options options) {
        return options.quick() ? 3 : 10;
    }

    private static int warmStarts(Options options) {
        return options.quick() ? 1 : 3;
    }

    @Override
    public void run(Bench bench) {
        GatewayRun.Setup alone =
                bench.setup().withoutBus().with(PolicyYaml.small(bench.mock().port()));
        try {
            for (int i = 0; i < starts(bench.options()); i++) {
                firstAnswer(bench, alone, Names.NO_WARM_UP, bench.cores()::onBoth, i);
                firstAnswer(bench, alone, Names.NO_WARM_UP_ONE_CORE, bench.cores()::onTarget, i);
            }
            for (int i = 0; i < warmStarts(bench.options()); i++) {
                fromReadyOn(bench, alone, i);
                firstOverTls(bench, i);
            }
        } catch (Target.Missing e) {
            bench.progress().say(name() + " is left out: " + e.getMessage());
        }
    }

    private void firstAnswer(Bench bench, GatewayRun.Setup alone, String target, UnaryOperator<List<String>> pin, int n)
            throws Target.Missing {
        GatewayRun.Setup setup = alone.with(Map.of("SLUICE_WARMUP", "off"));
        long start = System.nanoTime();
        try (GatewayRun run = GatewayRun.start(setup, "cold", pin)) {
            run.awaitReady();
            add(bench, target, n, Map.of(Figure.FIRST_ANSWER, (System.nanoTime() - start) / 1e6), null, null);
        }
    }

    private void fromReadyOn(Bench bench, GatewayRun.Setup setup, int n) throws Target.Missing {
        long start = System.nanoTime();
        try (GatewayRun run = GatewayRun.start(setup, "warm", bench.cores()::onTarget)) {
            run.awaitReady();
            double ready = (System.nanoTime() - start) / 1e6;
            var instance = run.instance("warm", n);
            byte[] request = Requests.chat(Behaviour.JSON, instance.headers());
            LoadPlan plan = LoadPlan.rate(instance.port(), request, 64, PER_SECOND, FIRST, Duration.ZERO);
            Measuring.Measured measured =
                    Measuring.run(plan, instance, bench.cores().loadCore(), 200, 0);
            Map<Figure, Double> figures = new EnumMap<>(measured.figures());
            figures.put(Figure.READY, ready);
            add(bench, Names.WARM_UP, n, figures, measured.voided(), measured.disturbed());
        }
    }

    /** From the moment the port is open: everything that speaks TLS has yet to be met. */
    private void firstOverTls(Bench bench, int n) throws Target.Missing {
        GatewayRun.Setup setup =
                KnownTargets.trusting(bench).withoutBus().with(PolicyYaml.smallToTls(KnownTargets.tlsPort(bench)));
        try (GatewayRun run = GatewayRun.start(setup, "tls", bench.cores()::onTarget)) {
            run.awaitOpen();
            long open = System.nanoTime();
            run.awaitReady();
            add(
                    bench,
                    Names.FIRST_OVER_TLS,
                    n,
                    Map.of(Figure.FIRST_ANSWER, (System.nanoTime() - open) / 1e6),
                    null,
                    null);
        }
    }

    private void add(
            Bench bench,
            String target,
            int n,
            Map<Figure, Double> figures,
            @Nullable String voided,
            @Nullable String disturbed) {
        bench.results().add(new Round(name(), target, n, n, 1, figures, voided, disturbed));
    }
}
