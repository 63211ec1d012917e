package dev.sluice.gateway.routing;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.CompiledVirtualModel.Target;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.gateway.observed.Observed;
import dev.sluice.gateway.observed.TargetStats;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What strategies compare the targets of one request by. A virtual model among them is as good as the best behind it. */
final class TargetFigures {
    private static final double USUAL_OUTPUT = 256;
    /** What has become less than this is not known any more: a hundred seconds. */
    private static final double FORGOTTEN = 0.000001;
    /** What others are compared with is younger than half a minute. */
    private static final double NEUTRAL = 0.03;
    /** In the middle, for a Model whose spec does not say. */
    private static final int NO_QUALITY = 50;

    private static final double DOLLARS = 1e-9;

    private final PolicySnapshot policy;
    private final TargetStats stats;
    private final RouteFacts facts;
    private final long now;

    TargetFigures(PolicySnapshot policy, TargetStats stats, RouteFacts facts) {
        this.policy = policy;
        this.stats = stats;
        this.facts = facts;
        this.now = stats.now();
    }

    /**
     * Expected seconds until the answer is complete. What has not been asked lately comes nearer to the fastest of the others
     * with time, so that it is tried again; one that lets somebody wait for longer than it usually takes is as slow as that.
     */
    double[] seconds(List<Target> targets) {
        double tokens = usualOutput(targets);
        double neutral = neutral(targets, tokens);
        double[] seconds = new double[targets.size()];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = least(targets.get(i), model -> seconds(model, tokens, neutral));
        }
        return seconds;
    }

    private double usualOutput(List<Target> targets) {
        double sum = 0;
        int known = 0;
        for (Target target : targets) {
            Observed observed = stats.of(target.model());
            double usual = observed == null ? 0 : observed.usualOutput();
            sum += usual;
            known += usual > 0 ? 1 : 0;
        }
        double usual = known == 0 ? USUAL_OUTPUT : sum / known;
        return Math.min((double) facts.request().maxOutput(), usual);
    }

    /** 0: nothing is known of any. */
    private double neutral(List<Target> targets, double tokens) {
        double least = least(targets, tokens, NEUTRAL);
        return least == 0 ? least(targets, tokens, FORGOTTEN) : least;
    }

    private double least(List<Target> targets, double tokens, double freshness) {
        double least = 0;
        for (Target target : targets) {
            for (CompiledModel model : policy.modelsBehind(target.model())) {
                Observed observed = stats.of(model.name());
                if (observed != null && observed.freshness(now) >= freshness) {
                    double seconds = observed.seconds(tokens);
                    least = least == 0 ? seconds : Math.min(least, seconds);
                }
            }
        }
        return least;
    }

    private double seconds(CompiledModel model, double tokens, double neutral) {
        Observed observed = stats.of(model.name());
        if (observed == null) {
            return neutral;
        }
        double fresh = observed.freshness(now);
        double expected = fresh < FORGOTTEN || neutral == 0
                ? neutral
                : Math.pow(observed.seconds(tokens), fresh) * Math.pow(neutral, 1 - fresh);
        return Math.max(expected, observed.waited(now));
    }

    double inFlight(Target target) {
        return least(target, model -> {
            Observed observed = stats.of(model.name());
            return observed == null ? 0 : observed.inFlight();
        });
    }

    double dollars(Target target) {
        return least(target, model -> {
            long nanos = facts.cost().costNanos(model);
            return nanos == CostEstimate.UNPRICED ? Double.POSITIVE_INFINITY : nanos * DOLLARS;
        });
    }

    /** 0 to 1. */
    double quality(Target target) {
        return -least(target, model -> -(model.quality() == null ? NO_QUALITY : model.quality()) / 100.0);
    }

    private double least(Target target, ToDoubleFunction<CompiledModel> figure) {
        CompiledModel plain = policy.virtualModel(target.model()) == null ? policy.model(target.model()) : null;
        if (plain != null) {
            return figure.applyAsDouble(plain);
        }
        double least = Double.POSITIVE_INFINITY;
        for (CompiledModel model : policy.modelsBehind(target.model())) {
            least = Math.min(least, figure.applyAsDouble(model));
        }
        return least;
    }
}
