package dev.sluice.contract.policy;

import org.jspecify.annotations.Nullable;

/**
 * What matters how much to the score of a target; only the proportions count.
 *
 * @param cost of the request there; absent: 0
 * @param latency expected time of the answer; absent: 0
 * @param quality of the Model, as its spec says; absent: 0
 */
public record ScoreWeights(
        @Nullable Double cost,
        @Nullable Double latency,
        @Nullable Double quality) {
    private static final double MOST = 1_000;

    public ScoreWeights {
        check(cost, "cost");
        check(latency, "latency");
        check(quality, "quality");
        if (value(cost) + value(latency) + value(quality) == 0) {
            throw new InvalidField("", "has nothing above 0: give cost, latency or quality some weight");
        }
    }

    private static void check(@Nullable Double weight, String field) {
        if (weight != null && !(weight >= 0 && weight <= MOST)) {
            throw new InvalidField(field, weight + " is out of range: use 0 to " + (int) MOST);
        }
    }

    private static double value(@Nullable Double weight) {
        return weight == null ? 0 : weight;
    }

    public double ofCost() {
        return value(cost);
    }

    public double ofLatency() {
        return value(latency);
    }

    public double ofQuality() {
        return value(quality);
    }
}
