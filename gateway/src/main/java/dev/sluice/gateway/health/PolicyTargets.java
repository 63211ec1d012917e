package dev.sluice.gateway.health;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.PolicySnapshot;
import org.jspecify.annotations.Nullable;

/** Finds Models by policy's own names, among which are those of wildcards. */
final class PolicyTargets {
    private PolicyTargets() {}

    /** @return of a wildcard, any that it matches; null when policy has none of the name */
    static @Nullable CompiledModel model(PolicySnapshot policy, String policyName) {
        String name = policyName.endsWith("*") ? policyName.substring(0, policyName.length() - 1) + "0" : policyName;
        CompiledModel model = policy.model(name);
        return model != null && model.policyName().equals(policyName) ? model : null;
    }
}
