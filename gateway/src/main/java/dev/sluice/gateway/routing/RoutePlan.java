package dev.sluice.gateway.routing;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.Failover;
import dev.sluice.contract.policy.Hedging;
import dev.sluice.contract.policy.ParameterOverrides;
import dev.sluice.contract.policy.Shadowing;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The targets that may serve a request, the best first; never empty.
 *
 * @param leftOut which targets are not among them, and why
 * @param postponed which of the targets come after the others because they have not done well of late
 * @param figures by name, what the strategy compared them by, where it compares
 * @param overrides by name, parameters that policy sets for a target
 * @param hedging null: none
 * @param shadowing null: none, as of virtual models behind the one that is asked
 */
public record RoutePlan(
        List<CompiledModel> targets,
        List<LeftOut> leftOut,
        List<LeftOut> postponed,
        Failover failover,
        Map<String, Double> figures,
        Map<String, ParameterOverrides> overrides,
        @Nullable Hedging hedging,
        @Nullable Shadowing shadowing) {
    public RoutePlan {
        targets = List.copyOf(targets);
        leftOut = List.copyOf(leftOut);
        postponed = List.copyOf(postponed);
        figures = Map.copyOf(figures);
        overrides = Map.copyOf(overrides);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("a plan needs a target");
        }
    }

    /** @param reason follows the name in a sentence */
    public record LeftOut(String model, String reason) {}

    public static RoutePlan of(CompiledModel target) {
        return new RoutePlan(List.of(target), List.of(), List.of(), Failover.DEFAULT, Map.of(), Map.of(), null, null);
    }
}
