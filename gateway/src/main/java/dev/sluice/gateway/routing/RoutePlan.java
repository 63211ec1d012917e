package dev.sluice.gateway.routing;

import dev.sluice.contract.policy.CompiledModel;
import java.util.List;

/** The targets that may serve a request, the best first; never empty. */
public record RoutePlan(List<CompiledModel> targets) {
    public RoutePlan {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("a plan needs a target");
        }
    }
}
