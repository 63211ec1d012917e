package dev.sluice.bench.report;

import static dev.sluice.bench.report.Judge.atLeast;
import static dev.sluice.bench.report.Judge.atMost;
import static dev.sluice.bench.report.Judge.percentAbove;
import static dev.sluice.bench.report.Judge.ratio;
import static dev.sluice.bench.report.Judge.times;
import static dev.sluice.bench.targets.Target.FULL;
import static dev.sluice.bench.targets.Target.NGINX;
import static dev.sluice.bench.targets.Target.PASS_THROUGH;
import static dev.sluice.bench.targets.Target.PORTKEY;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The performance targets of the gateway, as ratios in one run wherever there is something to compare with. */
public final class Gates {
    private static final double SSE_EVENTS = 52;
    private static final double STREAMS = 9_000;

    private Gates() {}

    public static List<Gate> all() {
        return Stream.of(throughput(), latency(), streams(), cost(), robustness())
                .flatMap(List::stream)
                .toList();
    }

    private static OptionalDouble cpu(Results r, String scenario, String target) {
        return r.median(scenario, target, Figure.CPU);
    }

    private static OptionalDouble cpuRatio(Results r, String scenario, String a, String b) {
        return ratio(cpu(r, scenario, a), cpu(r, scenario, b));
    }

    private static OptionalDouble addedRatio(Results r, String scenario, Figure figure, String a, String b) {
        return ratio(r.added(scenario, a, figure), r.added(scenario, b, figure));
    }

    private static List<Gate> throughput() {
        return List.of(
                new Gate(
                        "0",
                        "CPU per request of the fastest target against the generator's, so that the load is not what is seen",
                        "≥ 3x",
                        "",
                        atLeast(
                                3,
                                "x",
                                r -> ratio(fastest(r), r.median(Names.CAPACITY, Names.MOCK_APART, Figure.GENERATOR)))),
                new Gate(
                        "1",
                        "requests per core against nginx, JSON of 1 kB",
                        "≥ 0.40",
                        "≥ 0.60",
                        atLeast(0.40, 0.60, "x", r -> cpuRatio(r, Names.JSON_MAX, NGINX, FULL))),
                new Gate(
                        "2",
                        "requests per core against Portkey",
                        "≥ 15x",
                        "≥ 25x",
                        atLeast(15, 25, "x", r -> cpuRatio(r, Names.JSON_MAX, PORTKEY, FULL))),
                new Gate("3", "requests per core and second", "≥ 10,000", "≥ 25,000", atLeast(10_000, 25_000, "", r -> {
                    OptionalDouble cpu = cpu(r, Names.JSON_MAX, FULL);
                    return cpu.isPresent() ? OptionalDouble.of(1e6 / cpu.getAsDouble()) : cpu;
                })));
    }

    private static OptionalDouble fastest(Results r) {
        return Stream.of(NGINX, FULL)
                .flatMapToDouble(target -> cpu(r, Names.JSON_MAX, target).stream())
                .min();
    }

    private static List<Gate> latency() {
        return List.of(
                new Gate(
                        "4",
                        "added p50 at 1,000 requests/s against nginx's",
                        "≤ 2x",
                        "≤ 1.25x",
                        atMost(2, 1.25, "x", r -> addedRatio(r, Names.JSON_1000, Figure.P50, FULL, NGINX))),
                new Gate(
                        "5",
                        "added p99 at 1,000 requests/s, best round",
                        "≤ 1 ms",
                        "",
                        atMost(1, " ms", r -> times(r.addedBest(Names.JSON_1000, FULL, Figure.P99), 1e-3))),
                new Gate(
                        "5a",
                        "the same against Portkey's",
                        "≤ 1/20",
                        "",
                        atMost(
                                1 / 20.0,
                                "x",
                                r -> ratio(
                                        r.addedBest(Names.JSON_1000, FULL, Figure.P99),
                                        r.addedBest(Names.JSON_1000, PORTKEY, Figure.P99)))),
                new Gate(
                        "6",
                        "added p50 of the first byte of a stream",
                        "≤ 1 ms",
                        "",
                        atMost(1, " ms", r -> times(r.added(Names.SSE_RATE, FULL, Figure.FIRST_BYTE_P50), 1e-3))),
                new Gate(
                        "6a",
                        "the same against Portkey's",
                        "≤ 1/30",
                        "",
                        atMost(
                                1 / 30.0,
                                "x",
                                r -> addedRatio(r, Names.SSE_RATE, Figure.FIRST_BYTE_P50, FULL, PORTKEY))));
    }

    private static List<Gate> streams() {
        return List.of(
                new Gate(
                        "7",
                        "CPU per event of a stream, sent one by one, against nginx",
                        "≤ 2x",
                        "≤ 1.3x",
                        atMost(2, 1.3, "x", r -> cpuRatio(r, Names.SSE_SEPARATE, FULL, NGINX))),
                new Gate(
                        "8",
                        "CPU per stream that comes at once, against nginx",
                        "≤ 1.5x",
                        "≤ 1.0x",
                        atMost(1.5, 1, "x", r -> cpuRatio(r, Names.SSE_BURST, FULL, NGINX))),
                new Gate(
                        "8a",
                        "CPU per stream of 200 tokens: translated for another dialect against passed through",
                        "≤ 2x",
                        "≤ 1.5x",
                        atMost(2, 1.5, "x", r -> cpuRatio(r, Names.TRANSLATION, Names.TRANSLATED, Names.PASSED))),
                new Gate(
                        "9",
                        "added latency per event, 50 streams of 50 events/s, p50",
                        "≤ 250 µs",
                        "≤ 50 µs",
                        atMost(250, 50, " µs", r -> r.added(Names.SSE_PACED, FULL, Figure.EVENT_P50))),
                new Gate(
                        "12",
                        "open streams, one event per second each, without errors",
                        "≥ 9,000",
                        "",
                        atLeast(STREAMS, "", Gates::held)),
                new Gate(
                        "12a",
                        "memory per open stream",
                        "≤ 40 KiB",
                        "≤ 16 KiB",
                        atMost(40, 16, " KiB", r -> r.median(Names.HOLD, FULL, Figure.KIB_PER_STREAM))));
    }

    /** Empty where the machine allows too few descriptors to find out. */
    private static OptionalDouble held(Results r) {
        if (r.median(Names.HOLD, FULL, Figure.OFFERED).orElse(0) < STREAMS) {
            return OptionalDouble.empty();
        }
        OptionalDouble errors = r.median(Names.HOLD, FULL, Figure.ERRORS);
        return errors.isPresent() && errors.getAsDouble() > 0
                ? OptionalDouble.of(0)
                : r.median(Names.HOLD, FULL, Figure.HELD);
    }

    private static List<Gate> cost() {
        return List.of(
                new Gate(
                        "10",
                        "CPU of all policies: the gateway against its own pass-through",
                        "≤ +10 %",
                        "≤ +3 %",
                        atMost(
                                10,
                                3,
                                " %",
                                r -> percentAbove(cpu(r, Names.JSON_MAX, FULL), cpu(r, Names.JSON_MAX, PASS_THROUGH)))),
                new Gate(
                        "10a",
                        "CPU of 100 access rules against 1",
                        "≤ +5 %",
                        "≤ +1 %",
                        atMost(
                                5,
                                1,
                                " %",
                                r -> percentAbove(
                                        cpu(r, Names.RULES, Names.RULES_100), cpu(r, Names.RULES, Names.RULES_1)))),
                new Gate(
                        "10b",
                        "CPU of 10,000 limits of others against none",
                        "≤ +10 %",
                        "≤ +1 %",
                        atMost(
                                10,
                                1,
                                " %",
                                r -> percentAbove(
                                        cpu(r, Names.LIMITS, Names.LIMITS_MANY),
                                        cpu(r, Names.LIMITS, Names.LIMITS_FEW)))),
                new Gate(
                        "11",
                        "allocation per JSON request",
                        "≤ 40 kB",
                        "≤ 16 kB",
                        atMost(40, 16, " kB", r -> r.median(Names.JSON_MAX, FULL, Figure.ALLOCATED))),
                new Gate(
                        "11a",
                        "allocation per event of a stream",
                        "≤ 2.5 kB",
                        "≤ 1 kB",
                        atMost(
                                2.5,
                                1,
                                " kB",
                                r -> times(r.median(Names.SSE_BURST, FULL, Figure.ALLOCATED), 1 / SSE_EVENTS))),
                new Gate(
                        "13",
                        "resident memory, idle",
                        "≤ 200 MB",
                        "≤ 120 MB",
                        atMost(200, 120, " MB", r -> r.median(Names.MEMORY, Names.IDLE, Figure.RESIDENT))),
                new Gate(
                        "13a",
                        "resident memory after all load",
                        "≤ 400 MB",
                        "≤ 250 MB",
                        atMost(400, 250, " MB", r -> r.median(Names.MEMORY, Names.AFTER_LOAD, Figure.RESIDENT))));
    }

    private static List<Gate> robustness() {
        return MoreGates.all();
    }
}
