package dev.sluice.gateway.routing;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.Failover;
import java.util.List;

/**
 * The targets that may serve a request, the best first; never empty.
 *
 * @param leftOut which targets are not among them, and why
 * @param postponed which of the targets come after the others because they have not done well of late
 */
public record RoutePlan(
        List<CompiledModel> targets, List<LeftOut> leftOut, List<LeftOut> postponed, Failover failover) {
    public RoutePlan {
        targets = List.copyOf(targets);
        leftOut = List.copyOf(leftOut);
        postponed = List.copyOf(postponed);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("a plan needs a target");
        }
    }

    /** @param reason follows the name in a sentence */
    public record LeftOut(String model, String reason) {}

    public static RoutePlan of(CompiledModel target) {
        return new RoutePlan(List.of(target), List.of(), List.of(), Failover.DEFAULT);
    }
}
