package dev.sluice.contract.policy;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of policy object: their manifest name, their collection in the admin API, the record of their spec. */
public enum Kind {
    TEAM("Team", "teams", TeamSpec.class),
    USER("User", "users", UserSpec.class),
    SERVICE_ACCOUNT("ServiceAccount", "service-accounts", ServiceAccountSpec.class),
    PROVIDER_ACCOUNT("ProviderAccount", "provider-accounts", ProviderAccountSpec.class),
    MODEL("Model", "models", ModelSpec.class),
    VIRTUAL_MODEL("VirtualModel", "virtual-models", VirtualModelSpec.class),
    API_KEY("ApiKey", "api-keys", ApiKeySpec.class),
    ACCESS_RULE("AccessRule", "access-rules", AccessRuleSpec.class),
    RATE_LIMIT("RateLimit", "rate-limits", RateLimitSpec.class),
    BUDGET("Budget", "budgets", BudgetSpec.class),
    ALERT_CHANNEL("AlertChannel", "alert-channels", AlertChannelSpec.class),
    TOKEN_ISSUER("TokenIssuer", "token-issuers", TokenIssuerSpec.class),
    /** Written by the control plane alone: the public keys with which gateways check its tokens. No REST collection. */
    SIGNING_KEY("SigningKey", "", SigningKeySpec.class);

    private final String manifestName;
    private final String collection;
    private final Class<? extends PolicySpec> specType;

    Kind(String manifestName, String collection, Class<? extends PolicySpec> specType) {
        this.manifestName = manifestName;
        this.collection = collection;
        this.specType = specType;
    }

    /** As written in {@code kind:} of a manifest, such as {@code ProviderAccount}. */
    public String manifestName() {
        return manifestName;
    }

    /** Path segment of the admin API, such as {@code provider-accounts}; empty for kinds without one. */
    public String collection() {
        return collection;
    }

    public Class<? extends PolicySpec> specType() {
        return specType;
    }

    /** Whether people write this kind; the others belong to the control plane. */
    public boolean isPublic() {
        return !collection.isEmpty();
    }

    public static Optional<Kind> ofManifestName(String name) {
        return Arrays.stream(values()).filter(k -> k.manifestName.equals(name)).findFirst();
    }

    public static Optional<Kind> ofCollection(String collection) {
        return Arrays.stream(values())
                .filter(k -> k.isPublic() && k.collection.equals(collection))
                .findFirst();
    }
}
