package dev.sluice.bench.report;

import dev.sluice.bench.targets.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All rounds of a run, and what follows from them. For one thread. */
public final class Results {
    /** A round whose direct p99 is above this many times the best one says nothing about latency. */
    private static final double CALM = 3;

    private final List<Round> rounds = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    public void add(Round round) {
        rounds.add(round);
    }

    /** Something seen that is not a figure. */
    public void note(String line) {
        notes.add(line);
    }

    public List<String> notes() {
        return List.copyOf(notes);
    }

    public List<Round> rounds() {
        return List.copyOf(rounds);
    }

    public Set<String> scenarios() {
        return rounds.stream().map(Round::scenario).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    public Set<String> targets(String scenario) {
        return rounds.stream()
                .filter(r -> r.scenario().equals(scenario))
                .map(Round::target)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The figures that count: of rounds that are valid and, for latencies, in which the machine was quiet. */
    public double[] values(String scenario, String target, Figure figure) {
        Set<Integer> calm = figure.isLatency() ? calmRounds(scenario) : Set.of();
        return valid(scenario)
                .filter(r -> r.target().equals(target))
                .filter(r -> !figure.isLatency() || calm.contains(r.number()))
                .filter(r -> r.figures().containsKey(figure))
                .mapToDouble(r -> r.figures().get(figure))
                .sorted()
                .toArray();
    }

    /**
     * Rounds that nobody disturbed. Where some target has none, all of them: what is measured in turn is disturbed alike, so that
     * ratios still hold, though figures by themselves are too high.
     */
    private Stream<Round> valid(String scenario) {
        boolean disturbed = isDisturbed(scenario);
        return rounds.stream()
                .filter(r -> r.scenario().equals(scenario) && r.voided() == null)
                .filter(r -> disturbed || r.disturbed() == null);
    }

    /** Whether some target of it was never measured undisturbed. */
    public boolean isDisturbed(String scenario) {
        List<Round> valid = rounds.stream()
                .filter(r -> r.scenario().equals(scenario) && r.voided() == null)
                .toList();
        Set<String> quiet = valid.stream()
                .filter(r -> r.disturbed() == null)
                .map(Round::target)
                .collect(Collectors.toSet());
        return valid.stream().anyMatch(r -> !quiet.contains(r.target()));
    }

    /** The rounds in which the direct path was quiet; all of them where it was not measured. */
    public Set<Integer> calmRounds(String scenario) {
        List<Round> direct = valid(scenario)
                .filter(r -> r.target().equals(Target.DIRECT) && r.figures().containsKey(Figure.P99))
                .toList();
        double best = direct.stream()
                .mapToDouble(r -> r.figures().get(Figure.P99))
                .min()
                .orElse(Double.NaN);
        Set<Integer> all = rounds.stream()
                .filter(r -> r.scenario().equals(scenario))
                .map(Round::number)
                .collect(Collectors.toSet());
        if (direct.isEmpty()) {
            return all;
        }
        return direct.stream()
                .filter(r -> r.figures().getOrDefault(Figure.P99, Double.MAX_VALUE) <= CALM * best)
                .map(Round::number)
                .collect(Collectors.toSet());
    }

    public OptionalDouble median(String scenario, String target, Figure figure) {
        return median(values(scenario, target, figure));
    }

    static OptionalDouble median(double[] sorted) {
        int n = sorted.length;
        if (n == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2);
    }

    public OptionalDouble best(String scenario, String target, Figure figure) {
        return Arrays.stream(values(scenario, target, figure)).min();
    }

    public OptionalDouble worst(String scenario, String target, Figure figure) {
        return Arrays.stream(values(scenario, target, figure)).max();
    }

    /** What the target adds to the direct path, in the median. */
    public OptionalDouble added(String scenario, String target, Figure figure) {
        return minus(median(scenario, target, figure), median(scenario, Target.DIRECT, figure));
    }

    /** What the target's best round adds to the direct path's best. */
    public OptionalDouble addedBest(String scenario, String target, Figure figure) {
        return minus(best(scenario, target, figure), best(scenario, Target.DIRECT, figure));
    }

    private static OptionalDouble minus(OptionalDouble a, OptionalDouble b) {
        return a.isPresent() && b.isPresent()
                ? OptionalDouble.of(a.getAsDouble() - b.getAsDouble())
                : OptionalDouble.empty();
    }
}
