package dev.sluice.contract.policy;

import org.jspecify.annotations.Nullable;

/**
 * Where the keys of an issuer come from: issuers that agree in these have the same keys.
 *
 * @param jwksUrl absent: the issuer's own metadata says
 */
public record KeySource(String issuer, @Nullable String jwksUrl, boolean allowPrivateNetwork) {
    private static final String METADATA = "/.well-known/openid-configuration";

    /** Of OpenID Connect Discovery; the document there has a {@code jwks_uri}. */
    public String metadataUrl() {
        return metadataUrl(issuer);
    }

    static String metadataUrl(String issuer) {
        return (issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer) + METADATA;
    }
}
