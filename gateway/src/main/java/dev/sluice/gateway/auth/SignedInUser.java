package dev.sluice.gateway.auth;

import dev.sluice.contract.policy.Owner;
import dev.sluice.contract.policy.PolicySnapshot;
import java.util.HashMap;
import java.util.Map;

/** A person whom the control plane has signed in and given a token. */
public record SignedInUser(Owner owner) implements Principal {
    @Override
    public boolean mayUse(PolicySnapshot policy, String model) {
        return policy.isGranted(owner, null, model);
    }

    @Override
    public Map<String, String> metadata(Map<String, String> requested) {
        if (owner.metadata().isEmpty()) {
            return requested;
        }
        Map<String, String> merged = new HashMap<>(requested);
        merged.putAll(owner.metadata());
        return merged;
    }
}
