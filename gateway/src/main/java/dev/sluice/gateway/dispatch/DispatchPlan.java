package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.Failover;
import dev.sluice.contract.policy.Hedging;
import dev.sluice.contract.policy.ParameterOverrides;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which targets are asked, and how.
 *
 * @param targets in the order in which they are asked; never empty
 * @param overrides by the target's name, parameters that it is sent in the place of the client's
 * @param hedging null: none
 */
public record DispatchPlan(
        List<CompiledModel> targets,
        Failover failover,
        Map<String, ParameterOverrides> overrides,
        @Nullable Hedging hedging) {

    public static DispatchPlan of(CompiledModel target) {
        return new DispatchPlan(List.of(target), Failover.DEFAULT, Map.of(), null);
    }

    ParameterOverrides overrides(CompiledModel target) {
        return overrides.getOrDefault(target.name(), ParameterOverrides.NONE);
    }
}
