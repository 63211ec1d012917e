package dev.sluice.bench.report;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The kinds of gates: a figure that must not be above, or below, a limit. */
final class Judge {
    private Judge() {}

    /** @param unit behind the number, with its space */
    static Function<Results, Verdict> atMost(
            double limit, double aim, String unit, Function<Results, OptionalDouble> figure) {
        return results ->
                judged(figure.apply(results), value -> Verdict.of(value <= limit, value <= aim, show(value, unit)));
    }

    static Function<Results, Verdict> atMost(double limit, String unit, Function<Results, OptionalDouble> figure) {
        return results -> judged(figure.apply(results), value -> Verdict.of(value <= limit, show(value, unit)));
    }

    static Function<Results, Verdict> atLeast(
            double limit, double aim, String unit, Function<Results, OptionalDouble> figure) {
        return results ->
                judged(figure.apply(results), value -> Verdict.of(value >= limit, value >= aim, show(value, unit)));
    }

    static Function<Results, Verdict> atLeast(double limit, String unit, Function<Results, OptionalDouble> figure) {
        return results -> judged(figure.apply(results), value -> Verdict.of(value >= limit, show(value, unit)));
    }

    private interface Decision {
        Verdict of(double value);
    }

    private static Verdict judged(OptionalDouble value, Decision decision) {
        return value.isPresent() && Double.isFinite(value.getAsDouble())
                ? decision.of(value.getAsDouble())
                : Verdict.notJudged("not measured");
    }

    static String show(double value, String unit) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%,.0f%s" : size >= 10 ? "%.1f%s" : "%.2f%s", value, unit);
    }

    static OptionalDouble ratio(OptionalDouble a, OptionalDouble b) {
        return a.isPresent() && b.isPresent() && b.getAsDouble() > 0
                ? OptionalDouble.of(a.getAsDouble() / b.getAsDouble())
                : OptionalDouble.empty();
    }

    /** By how many percent a is above b. */
    static OptionalDouble percentAbove(OptionalDouble a, OptionalDouble b) {
        OptionalDouble ratio = ratio(a, b);
        return ratio.isPresent() ? OptionalDouble.of((ratio.getAsDouble() - 1) * 100) : ratio;
    }

    static OptionalDouble times(OptionalDouble value, double factor) {
        return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
    }
}
