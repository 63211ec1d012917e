package dev.sluice.gateway.auth;

import dev.sluice.contract.policy.Owner;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.Residency;
import dev.sluice.contract.policy.Subject;
import java.util.Map;

/** Who is calling, a user or a service account, and what let it in. */
public sealed interface Principal permits KeyHolder, SignedInUser, TokenBearer {
    Owner owner();

    /** Whether a rule grants the model, and what let the caller in lets it through. */
    boolean mayUse(PolicySnapshot policy, String model);

    /** The request's metadata with what policy says over it, which wins. */
    Map<String, String> metadata(Map<String, String> requested);

    /** Empty without a key. */
    default String keyName() {
        return "";
    }

    /** Where the accounts must be that serve it. */
    default Residency residency(PolicySnapshot policy) {
        return policy.residency(null, team());
    }

    default String user() {
        return owner().subject().type() == Subject.Type.USER ? owner().subject().name() : "";
    }

    default String serviceAccount() {
        return owner().subject().type() == Subject.Type.SERVICE_ACCOUNT
                ? owner().subject().name()
                : "";
    }

    /** The one team that is counted; empty for none. */
    default String team() {
        return owner().countedTeam();
    }
}
