package dev.sluice.bench.scenario;

import dev.sluice.bench.load.Generator;
import dev.sluice.bench.load.LoadPlan;
import dev.sluice.bench.load.LoadResult;
import dev.sluice.bench.measure.ProcStatus;
import dev.sluice.bench.measure.Usage;
import dev.sluice.bench.report.Figure;
import dev.sluice.bench.targets.Instance;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Runs a load against an instance and turns what was seen into figures. */
final class Measuring {
    private static final double MAX_STEAL = 2;
    private static final double MAX_LOAD_CORE = 95;

    /**
     * @param voided why it does not count; null: it does
     * @param disturbed what others did to the machine meanwhile; null: nothing
     */
    record Measured(
            LoadResult load,
            Map<Figure, Double> figures,
            @Nullable String voided,
            @Nullable String disturbed) {}

    private Measuring() {}

    /**
     * @param loadCore the core of mock and generator, -1 for any
     * @param events of a stream; 0 for answers in one piece
     */
    static Measured run(LoadPlan plan, Instance instance, int loadCore, int expectedStatus, int events) {
        try (Usage usage = new Usage(instance.pids(), loadCore)) {
            LoadResult load = Generator.run(plan, usage);
            Map<Figure, Double> figures = figures(load, usage, instance, events);
            return new Measured(load, figures, voided(plan, load, usage, expectedStatus), stolen(usage));
        }
    }

    /** The same when the neighbours are quiet, if they are in time; else it says that they were not. */
    static Measured quietly(LoadPlan plan, Instance instance, int loadCore, int events) {
        Quiet.await();
        Measured measured = run(plan, instance, loadCore, 200, events);
        OptionalDouble share = Quiet.share();
        Map<Figure, Double> figures = new EnumMap<>(measured.figures());
        share.ifPresent(value -> figures.put(Figure.CACHE, value));
        String disturbed = measured.disturbed() == null ? Quiet.problem(share) : measured.disturbed();
        return new Measured(measured.load(), figures, measured.voided(), disturbed);
    }

    private static Map<Figure, Double> figures(LoadResult load, Usage usage, Instance instance, int events) {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        figures.put(Figure.RPS, load.perSecond());
        figures.put(Figure.GENERATOR, load.generatorMicrosPerRequest());
        figures.put(Figure.LOAD_CORE, usage.loadCoreBusyPercent());
        figures.put(Figure.STEAL, usage.stealPercent());
        percentiles(figures, load.latency(), Figure.P50, Figure.P99);
        if (events > 0) {
            percentiles(figures, load.firstByte(), Figure.FIRST_BYTE_P50, Figure.FIRST_BYTE_P99);
            percentiles(figures, load.event(), Figure.EVENT_P50, Figure.EVENT_P99);
        }
        if (load.completed() > 0) {
            double cpu = usage.cpuMicros() / load.completed();
            figures.put(Figure.CPU, cpu);
            figures.put(Figure.SWITCHES, usage.switches() / (double) load.completed());
            if (events > 0) {
                figures.put(Figure.CPU_PER_EVENT, cpu / events);
            }
            usage.allocated().ifPresent(b -> figures.put(Figure.ALLOCATED, b / 1000 / load.completed()));
        }
        figures.put(Figure.RESIDENT, ProcStatus.residentMegabytes(instance.pids()));
        return figures;
    }

    static void percentiles(Map<Figure, Double> figures, Histogram histogram, Figure median, Figure high) {
        if (histogram.getTotalCount() > 0) {
            figures.put(median, histogram.getValueAtPercentile(50) / 1e3);
            figures.put(high, histogram.getValueAtPercentile(99) / 1e3);
        }
    }

    private static @Nullable String stolen(Usage usage) {
        return usage.stealPercent() > MAX_STEAL
                ? String.format(java.util.Locale.ROOT, "steal %.1f %%", usage.stealPercent())
                : null;
    }

    static @Nullable String voided(LoadPlan plan, LoadResult load, Usage usage, int expectedStatus) {
        if (load.completed() == 0) {
            return "nothing was answered";
        }
        if (load.unexpected(expectedStatus) > 0) {
            return load.unexpected(expectedStatus) + " unexpected answers " + load.statuses() + ", " + load.broken()
                    + " broken, " + load.connectFailures() + " not connected";
        }
        if (plan.ratePerSecond() > 0 && usage.loadCoreBusyPercent() > MAX_LOAD_CORE) {
            return String.format(java.util.Locale.ROOT, "load core %.0f %% busy", usage.loadCoreBusyPercent());
        }
        return null;
    }
}
