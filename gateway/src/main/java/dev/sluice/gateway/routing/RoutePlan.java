package dev.sluice.gateway.routing;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.Failover;
import java.util.List;

/**
 * The targets that may serve a request, the best first; never empty.
 *
 * @param leftOut which targets are not among them, and why
 */
public record RoutePlan(List<CompiledModel> targets, List<LeftOut> leftOut, Failover failover) {
    public RoutePlan {
        targets = List.copyOf(targets);
        leftOut = List.copyOf(leftOut);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("a plan needs a target");
        }
    }

    /** @param reason follows the name in a sentence */
    public record LeftOut(String model, String reason) {}

    public static RoutePlan of(CompiledModel target) {
        return new RoutePlan(List.of(target), List.of(), Failover.DEFAULT);
    }
}
