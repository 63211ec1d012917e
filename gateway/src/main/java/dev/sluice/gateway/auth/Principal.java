package dev.sluice.gateway.auth;

import dev.sluice.contract.policy.CompiledKey;
import dev.sluice.contract.policy.Owner;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.Subject;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling: a user or a service account, and through which key.
 *
 * @param key absent for a user's own token
 */
public record Principal(Owner owner, @Nullable CompiledKey key) {

    /** Whether a rule grants the model and the key, if there is one, lets it through. */
    public boolean mayUse(PolicySnapshot policy, String model) {
        return (key == null || (key.models().matches(model) && !key.denied().matches(model)))
                && policy.isGranted(owner, key == null ? null : key.name(), model);
    }

    public String keyName() {
        return key == null ? "" : key.name();
    }

    public String user() {
        return owner.subject().type() == Subject.Type.USER ? owner.subject().name() : "";
    }

    public String serviceAccount() {
        return owner.subject().type() == Subject.Type.SERVICE_ACCOUNT
                ? owner.subject().name()
                : "";
    }

    /** The one team that is counted: the key's, else the owner's. */
    public String team() {
        return key != null && !key.team().isEmpty() ? key.team() : owner.countedTeam();
    }

    /** The request's metadata with the owner's and the key's over it: what policy says wins. */
    public Map<String, String> metadata(Map<String, String> requested) {
        Map<String, String> own = key == null ? Map.of() : key.metadata();
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
