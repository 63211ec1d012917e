package dev.sluice.gateway.auth;

import dev.sluice.contract.policy.CompiledIssuer;
import dev.sluice.contract.policy.Owner;
import dev.sluice.contract.policy.PolicySnapshot;
import java.util.HashMap;
import java.util.Map;

/**
 * The subject of a token that an issuer of policy has signed.
 *
 * @param claimed metadata of the request that the token says
 */
public record TokenBearer(Owner owner, CompiledIssuer issuer, Map<String, String> claimed) implements Principal {
    @Override
    public boolean mayUse(PolicySnapshot policy, String model) {
        return issuer.admits(model) && policy.isGranted(owner, null, model);
    }

    /** What the issuer is to say is never the client's to say, even where the token leaves it out. */
    @Override
    public Map<String, String> metadata(Map<String, String> requested) {
        if (issuer.metadata().isEmpty() && owner.metadata().isEmpty()) {
            return requested;
        }
        Map<String, String> merged = new HashMap<>(requested);
        merged.putAll(owner.metadata());
        merged.keySet().removeAll(issuer.metadata().keySet());
        merged.putAll(claimed);
        return merged;
    }
}
