package dev.sluice.gateway.auth;

import dev.sluice.contract.policy.CompiledKey;
import dev.sluice.contract.policy.Owner;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.Residency;
import java.util.HashMap;
import java.util.Map;

/** Whoever owns the key that came. */
public record KeyHolder(Owner owner, CompiledKey key) implements Principal {
    @Override
    public boolean mayUse(PolicySnapshot policy, String model) {
        return key.models().matches(model)
                && !key.denied().matches(model)
                && policy.isGranted(owner, key.name(), model);
    }

    @Override
    public String keyName() {
        return key.name();
    }

    /** The key's, else the owner's. */
    @Override
    public String team() {
        return key.team().isEmpty() ? owner.countedTeam() : key.team();
    }

    @Override
    public Residency residency(PolicySnapshot policy) {
        return policy.residency(key, team());
    }

    /** The key's own wins over the owner's. */
    @Override
    public Map<String, String> metadata(Map<String, String> requested) {
        Map<String, String> own = key.metadata();
        if (own.isEmpty() && owner.metadata().isEmpty()) {
            return requested;
        }
        if (requested.isEmpty() && (own.isEmpty() || owner.metadata().isEmpty())) {
            return own.isEmpty() ? owner.metadata() : own;
        }
        Map<String, String> merged = new HashMap<>(requested);
        merged.putAll(owner.metadata());
        merged.putAll(own);
        return merged;
    }
}
