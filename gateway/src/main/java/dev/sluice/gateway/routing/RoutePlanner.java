package dev.sluice.gateway.routing;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import java.util.List;

/** Plans a request: a Model is its own only target. */
public final class RoutePlanner {
    private RoutePlanner() {}

    /** @throws GatewayException when no Model has the name */
    public static RoutePlan plan(PolicySnapshot policy, String model) {
        CompiledModel target = policy.model(model);
        if (target == null) {
            throw new GatewayException(new GatewayError.UnknownModel(model));
        }
        return new RoutePlan(List.of(target));
    }
}
