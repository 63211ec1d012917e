package dev.sluice.gateway.routing;

import dev.sluice.contract.policy.CompiledVirtualModel.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * A target, and the figure by which its strategy compares it.
 *
 * @param figure seconds ({@code latency}), requests in flight ({@code least-busy}), dollars ({@code cost}; infinite: unpriced),
 *     0 to 1 ({@code score}, the only one of which more is better)
 */
record Ranked(Target target, double figure) {

    /** Equals are in no order, so that they share. */
    static List<Ranked> lowestFirst(List<Ranked> targets, DoubleSupplier random) {
        return sorted(targets, Comparator.comparingDouble(Ranked::figure), random);
    }

    static List<Ranked> highestFirst(List<Ranked> targets, DoubleSupplier random) {
        return sorted(targets, Comparator.comparingDouble(Ranked::figure).reversed(), random);
    }

    private static List<Ranked> sorted(List<Ranked> targets, Comparator<Ranked> by, DoubleSupplier random) {
        List<Ranked> sorted = new ArrayList<>(targets);
        for (int i = sorted.size() - 1; i > 0; i--) {
            int other = (int) (random.getAsDouble() * (i + 1));
            sorted.set(i, sorted.set(other, sorted.get(i)));
        }
        sorted.sort(by);
        return sorted;
    }
}
