package dev.sluice.bench.report;

import static dev.sluice.bench.report.Judge.atLeast;
import static dev.sluice.bench.report.Judge.atMost;
import static dev.sluice.bench.report.Judge.percentAbove;
import static dev.sluice.bench.report.Judge.ratio;
import static dev.sluice.bench.targets.Target.FULL;
import static dev.sluice.bench.targets.Target.FULL_TLS;
import static dev.sluice.bench.targets.Target.FULL_TO_TLS;
import static dev.sluice.bench.targets.Target.NGINX;
import static dev.sluice.bench.targets.Target.NGINX_TLS;
import static dev.sluice.bench.targets.Target.NGINX_TO_TLS;

import java.util.List;
import java.util.OptionalDouble;

/** The gates about starts, failures, cores, long prompts and slow clients. */
final class MoreGates {
    private MoreGates() {}

    static List<Gate> all() {
        return List.of(
                new Gate(
                        "14",
                        "time to ready, warm-up included",
                        "≤ 2.5 s",
                        "",
                        atMost(2_500, " ms", r -> r.median(Names.COLD_START, Names.WARM_UP, Figure.READY))),
                new Gate(
                        "14a",
                        "p99 of the first 10 s after ready, 300 requests/s",
                        "≤ 10 ms",
                        "",
                        atMost(10_000, " µs", r -> r.median(Names.COLD_START, Names.WARM_UP, Figure.P99))),
                new Gate(
                        "14b",
                        "process start to first answer, without warm-up",
                        "≤ 600 ms",
                        "",
                        atMost(600, " ms", r -> r.median(Names.COLD_START, Names.NO_WARM_UP, Figure.FIRST_ANSWER))),
                new Gate(
                        "14c",
                        "first answer after ready, provider over TLS, one core",
                        "≤ 250 ms",
                        "",
                        atMost(250, " ms", r -> r.median(Names.COLD_START, Names.FIRST_OVER_TLS, Figure.FIRST_ANSWER))),
                new Gate(
                        "15",
                        "CPU per request while NATS is stopped",
                        "≤ +5 %",
                        "",
                        atMost(5, " %", r -> natsDown(r, Figure.CPU))),
                new Gate(
                        "15a",
                        "p99 while NATS is stopped, best rounds",
                        "≤ +5 %",
                        "",
                        atMost(
                                5,
                                " %",
                                r -> percentAbove(
                                        r.best(Names.NATS_STOPPED, Names.NATS_DOWN, Figure.P99),
                                        r.best(Names.NATS_STOPPED, Names.NATS_UP, Figure.P99)))),
                new Gate(
                        "15b",
                        "failed requests while NATS is stopped",
                        "0",
                        "",
                        atMost(0, "", r -> r.median(Names.NATS_STOPPED, Names.NATS_DOWN, Figure.ERRORS))),
                new Gate(
                        "16",
                        "CPU per request on two event loops against one",
                        "≤ 1.15x",
                        "≤ 1.05x",
                        atMost(
                                1.15,
                                1.05,
                                "x",
                                r -> ratio(
                                        r.median(Names.LOOPS, Names.TWO_LOOPS, Figure.CPU),
                                        r.median(Names.LOOPS, Names.ONE_LOOP, Figure.CPU)))),
                prompt("17", "100 kB", Names.PROMPT_100K),
                prompt("17a", "400 kB", Names.PROMPT_400K),
                new Gate(
                        "18",
                        "memory that a slow reader of an endless answer takes",
                        "< 30 MB",
                        "",
                        atMost(30, " MB", r -> growth(r))),
                new Gate(
                        "18a",
                        "p99 of the others beside the slow reader, best rounds",
                        "≤ 2x",
                        "",
                        atMost(
                                2,
                                "x",
                                r -> ratio(
                                        r.best(Names.SLOW_READER, Names.BESIDE_SLOW, Figure.P99),
                                        r.best(Names.SLOW_READER, Names.ALONE, Figure.P99)))),
                new Gate(
                        "18b",
                        "p50 of the others beside 1,000 hung calls of another model",
                        "≤ +5 %",
                        "",
                        atMost(
                                5,
                                " %",
                                r -> percentAbove(
                                        r.median(Names.HUNG, Names.BESIDE_HUNG, Figure.P50),
                                        r.median(Names.HUNG, Names.ALONE, Figure.P50)))),
                new Gate(
                        "18c",
                        "p99 of the same, against the worst of the rounds without them",
                        "≤ 1x",
                        "",
                        atMost(
                                1,
                                "x",
                                r -> ratio(
                                        r.median(Names.HUNG, Names.BESIDE_HUNG, Figure.P99),
                                        r.worst(Names.HUNG, Names.ALONE, Figure.P99)))),
                new Gate(
                        "19",
                        "clients that leave a stream: the provider's connection closes",
                        "≤ 1 s",
                        "",
                        atMost(1_000, " ms", r -> r.median(Names.DISCONNECT, FULL, Figure.CLOSE_SEEN))),
                new Gate(
                        "20",
                        "event-loop stalls over 5 ms a minute, after warm-up",
                        "≤ 1",
                        "0",
                        atMost(1, 0, "", r -> r.median(Names.STALLS, FULL, Figure.STALLS))),
                new Gate(
                        "20a",
                        "stalls without a cause in the same run's logs",
                        "0",
                        "",
                        atMost(0, "", r -> r.median(Names.STALLS, FULL, Figure.UNEXPLAINED))),
                overTls("21", "to the client", Names.TLS, NGINX_TLS, FULL_TLS),
                overTls("21a", "to the provider", Names.PROVIDER_TLS, NGINX_TO_TLS, FULL_TO_TLS));
    }

    private static OptionalDouble natsDown(Results r, Figure figure) {
        return percentAbove(
                r.median(Names.NATS_STOPPED, Names.NATS_DOWN, figure),
                r.median(Names.NATS_STOPPED, Names.NATS_UP, figure));
    }

    /** As row 1, whose bounds these are. */
    private static Gate overTls(String row, String side, String scenario, String nginx, String full) {
        return new Gate(
                row,
                "requests per core against nginx, TLS " + side,
                "≥ 0.40",
                "≥ 0.60",
                atLeast(
                        0.40,
                        0.60,
                        "x",
                        r -> ratio(r.median(scenario, nginx, Figure.CPU), r.median(scenario, full, Figure.CPU))));
    }

    private static Gate prompt(String row, String size, String scenario) {
        return new Gate(
                row,
                "added p50 of prompts of " + size + " against nginx's",
                "≤ 1.5x",
                "≤ 1.2x",
                atMost(
                        1.5,
                        1.2,
                        "x",
                        r -> ratio(r.added(scenario, FULL, Figure.P50), r.added(scenario, NGINX, Figure.P50))));
    }

    private static OptionalDouble growth(Results r) {
        OptionalDouble before = r.median(Names.SLOW_READER, Names.ALONE, Figure.RESIDENT);
        OptionalDouble beside = r.median(Names.SLOW_READER, Names.BESIDE_SLOW, Figure.RESIDENT);
        return before.isPresent() && beside.isPresent()
                ? OptionalDouble.of(Math.max(0, beside.getAsDouble() - before.getAsDouble()))
                : OptionalDouble.empty();
    }
}
