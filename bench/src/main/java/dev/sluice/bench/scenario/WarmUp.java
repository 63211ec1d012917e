package dev.sluice.bench.scenario;

import dev.sluice.bench.load.LoadPlan;
import dev.sluice.bench.report.Figure;
import dev.sluice.bench.targets.Instance;
import dev.sluice.bench.targets.Target;
import java.time.Duration;
import java.util.Set;

/**
 * Brings an instance to its steady state for one kind of traffic: closed loop until the CPU time per request no longer
 * falls. At a change of traffic a short one, since some code is compiled again then.
 */
final class WarmUp {
    private static final Duration WINDOW = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofMillis(1200);
    private static final Duration DISCARD = Duration.ofMillis(100);
    private static final int MOST_CONNECTIONS = 32;
    private static final double STABLE = 0.05;
    /** While the compilers keep a core busy, two windows in a row may well look alike. */
    private static final int STABLE_WINDOWS = 3;

    private static final Set<String> COMPILED_ALREADY = Set.of(Target.DIRECT, Target.NGINX, Target.NGINX_TLS);

    private WarmUp() {}

    static void run(Bench bench, Instance instance, Traffic traffic) {
        String mix = traffic.mix();
        if (instance.isColdFor(mix)) {
            untilStable(bench, instance, traffic);
        } else if (instance.isChange(mix)) {
            cpu(bench, instance, traffic, AGAIN);
        }
        instance.warmed(mix);
    }

    private static void untilStable(Bench bench, Instance instance, Traffic traffic) {
        long end = System.nanoTime() + longest(bench, instance).toNanos();
        double before = Double.MAX_VALUE;
        int stable = 0;
        while (System.nanoTime() < end && stable < STABLE_WINDOWS) {
            double cpu = cpu(bench, instance, traffic, WINDOW);
            stable = isStable(before, cpu) ? stable + 1 : 0;
            before = cpu;
        }
    }

    /** What a machine has compiled for one kind of traffic is most of what another kind needs. */
    private static Duration longest(Bench bench, Instance instance) {
        if (COMPILED_ALREADY.contains(instance.target())) {
            return AGAIN;
        }
        Duration longest = bench.options().longestWarmUp();
        return instance.isNew() ? longest : longest.dividedBy(3);
    }

    static boolean isStable(double before, double now) {
        return Math.abs(before - now) <= STABLE * now;
    }

    private static double cpu(Bench bench, Instance instance, Traffic traffic, Duration length) {
        int connections = Math.min(MOST_CONNECTIONS, traffic.connections());
        byte[] request = traffic.warmUpRequest(instance.headers());
        LoadPlan plain = LoadPlan.closed(instance.port(), request, connections, length, DISCARD);
        LoadPlan plan = traffic.tls() ? plain.overTls() : plain;
        return Measuring.run(plan, instance, bench.cores().loadCore(), 200, 0)
                .figures()
                .getOrDefault(Figure.CPU, 0.0);
    }
}
