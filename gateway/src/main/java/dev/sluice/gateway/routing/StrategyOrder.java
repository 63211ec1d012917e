package dev.sluice.gateway.routing;

import dev.sluice.contract.policy.CompiledVirtualModel;
import dev.sluice.contract.policy.CompiledVirtualModel.Target;
import dev.sluice.contract.policy.ScoreWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/** In which order targets are asked by a strategy that looks at how they are doing. Weight 0 means here too: after the others. */
final class StrategyOrder {
    /** Share of the requests that goes anywhere, so that it is known how all of them are doing. */
    static final double EXPLORED = 0.02;
    /** Twice the time gets an eighth of the requests; the same time, the same. */
    private static final int STEEPNESS = 3;
    /** Scores that differ by less are equal: otherwise all requests would go to and fro between two. */
    private static final double EQUAL = 0.95;

    private final TargetFigures figures;
    private final DoubleSupplier random;

    StrategyOrder(TargetFigures figures, DoubleSupplier random) {
        this.figures = figures;
        this.random = random;
    }

    List<Ranked> of(CompiledVirtualModel virtual, List<Target> open) {
        List<Ranked> ordered = new ArrayList<>();
        for (boolean spare : new boolean[] {false, true}) {
            List<Target> some = open.stream()
                    .filter(target -> spare == (target.weight() == 0))
                    .toList();
            if (!some.isEmpty()) {
                ordered.addAll(order(virtual, some));
            }
        }
        return ordered;
    }

    private List<Ranked> order(CompiledVirtualModel virtual, List<Target> targets) {
        return switch (virtual.strategy()) {
            case LATENCY -> byLatency(targets);
            case LEAST_BUSY -> Ranked.lowestFirst(ranked(targets, figures::inFlight), random);
            case COST -> Ranked.lowestFirst(ranked(targets, figures::dollars), random);
            case SCORE -> byScore(targets, Objects.requireNonNull(virtual.weights()));
            case WEIGHTED, PRIORITY -> throw new IllegalArgumentException("ordered without figures");
        };
    }

    private static List<Ranked> ranked(List<Target> targets, ToDoubleFunction<Target> figure) {
        List<Ranked> ranked = new ArrayList<>(targets.size());
        for (Target target : targets) {
            ranked.add(new Ranked(target, figure.applyAsDouble(target)));
        }
        return ranked;
    }

    /** One is drawn, the fast ones more often; the others follow, the fastest first. */
    private List<Ranked> byLatency(List<Target> targets) {
        double[] seconds = figures.seconds(targets);
        List<Ranked> ranked = new ArrayList<>(seconds.length);
        for (int i = 0; i < seconds.length; i++) {
            ranked.add(new Ranked(targets.get(i), seconds[i]));
        }
        List<Ranked> ordered = Ranked.lowestFirst(ranked, random);
        ordered.addFirst(ordered.remove(isExploring() ? any(ordered.size()) : drawn(ordered)));
        return ordered;
    }

    private boolean isExploring() {
        return random.getAsDouble() < EXPLORED;
    }

    private int any(int size) {
        return (int) (random.getAsDouble() * size);
    }

    private int drawn(List<Ranked> fastestFirst) {
        double best = fastestFirst.getFirst().figure();
        double[] shares = new double[fastestFirst.size()];
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            double seconds = fastestFirst.get(i).figure();
            shares[i] = seconds <= 0 ? 1 : Math.pow(best / seconds, STEEPNESS);
            sum += shares[i];
        }
        double left = random.getAsDouble() * sum;
        int drawn = 0;
        while (drawn < shares.length - 1 && left >= shares[drawn]) {
            left -= shares[drawn++];
        }
        return drawn;
    }

    /** Any of the best; the others follow, the better ones first. */
    private List<Ranked> byScore(List<Target> targets, ScoreWeights weights) {
        List<Ranked> ordered = Ranked.highestFirst(scored(targets, weights), random);
        int equal = 1;
        while (equal < ordered.size()
                && ordered.get(equal).figure() >= ordered.getFirst().figure() * EQUAL) {
            equal++;
        }
        int first = weights.ofLatency() > 0 && isExploring() ? any(ordered.size()) : any(equal);
        ordered.addFirst(ordered.remove(first));
        return ordered;
    }

    private List<Ranked> scored(List<Target> targets, ScoreWeights weights) {
        double[] dollars = targets.stream().mapToDouble(figures::dollars).toArray();
        double[] seconds = figures.seconds(targets);
        double all = weights.ofCost() + weights.ofLatency() + weights.ofQuality();
        List<Ranked> scored = new ArrayList<>(seconds.length);
        for (int i = 0; i < seconds.length; i++) {
            Target target = targets.get(i);
            double sum = weights.ofCost() * comparedWithBest(dollars, i)
                    + weights.ofLatency() * comparedWithBest(seconds, i)
                    + weights.ofQuality() * figures.quality(target);
            scored.add(new Ranked(target, sum / all));
        }
        return scored;
    }

    /** 1 for the least of them, half for twice as much, 0 for what is not known. */
    private static double comparedWithBest(double[] values, int i) {
        double best = values[i];
        for (double value : values) {
            best = Math.min(best, value);
        }
        return Double.isInfinite(values[i]) ? 0 : values[i] <= 0 ? 1 : best / values[i];
    }
}
