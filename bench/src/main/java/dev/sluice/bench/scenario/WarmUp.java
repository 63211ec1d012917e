package dev.sluice.bench.scenario;

import dev.sluice.bench.load.LoadPlan;
import dev.sluice.bench.report.Figure;
import dev.sluice.bench.targets.Instance;
import java.time.Duration;

/**
 * Brings an instance to its steady state for one kind of traffic: closed loop until the CPU time per request no longer
 * falls. At a change of traffic a short one, since some code is compiled again then.
 */
final class WarmUp {
    private static final Duration WINDOW = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofMillis(1200);
    private static final double STABLE = 0.03;

    private WarmUp() {}

    static void run(Instance instance, String mix, byte[] request, int connections, Options options, int loadCore) {
        if (instance.isColdFor(mix)) {
            untilStable(instance, request, connections, options.longestWarmUp(), loadCore);
        } else if (instance.isChange(mix)) {
            window(instance, request, connections, AGAIN, loadCore);
        }
        instance.warmed(mix);
    }

    private static void untilStable(
            Instance instance, byte[] request, int connections, Duration longest, int loadCore) {
        long end = System.nanoTime() + longest.toNanos();
        double before = Double.MAX_VALUE;
        while (System.nanoTime() < end) {
            double cpu = window(instance, request, connections, WINDOW, loadCore);
            if (isStable(before, cpu)) {
                return;
            }
            before = cpu;
        }
    }

    static boolean isStable(double before, double now) {
        return Math.abs(before - now) <= STABLE * now;
    }

    private static double window(Instance instance, byte[] request, int connections, Duration length, int loadCore) {
        LoadPlan plan = LoadPlan.closed(instance.port(), request, connections, length, Duration.ofMillis(100));
        return Measuring.run(plan, instance, loadCore, 200, 0).figures().getOrDefault(Figure.CPU, 0.0);
    }
}
