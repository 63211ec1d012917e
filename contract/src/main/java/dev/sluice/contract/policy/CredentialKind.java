package dev.sluice.contract.policy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The ways to be authorised at a provider. */
public enum CredentialKind {
    SECRET("secret"),
    ENTRA("entra"),
    MANAGED_IDENTITY("managedIdentity"),
    SERVICE_ACCOUNT("serviceAccount"),
    METADATA("metadata"),
    AWS("aws"),
    ASSUME_ROLE("assumeRole"),
    WEB_IDENTITY("webIdentity");

    private final String field;

    CredentialKind(String field) {
        this.field = field;
    }

    /** The field of a manifest that says it. */
    public String field() {
        return field;
    }

    /** Those that the provider takes. */
    public static Set<CredentialKind> of(String provider) {
        return switch (provider) {
            case "azure-openai" -> EnumSet.of(SECRET, ENTRA, MANAGED_IDENTITY);
            case "vertex" -> EnumSet.of(SECRET, SERVICE_ACCOUNT, METADATA);
            case "bedrock" -> EnumSet.of(SECRET, METADATA, AWS, ASSUME_ROLE, WEB_IDENTITY);
            default -> EnumSet.of(SECRET);
        };
    }

    static String fields(Set<CredentialKind> kinds) {
        return Arrays.stream(values())
                .filter(kinds::contains)
                .map(CredentialKind::field)
                .collect(Collectors.joining(", "));
    }
}
