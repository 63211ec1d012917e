package dev.sluice.admin.intake;

import dev.sluice.admin.problem.Refusal;
import dev.sluice.admin.settings.AdminSettings;
import dev.sluice.contract.catalog.Catalog;
import dev.sluice.contract.catalog.Provider;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.ProviderAccountSpec;
import dev.sluice.contract.policy.SecretPlace;
import dev.sluice.contract.policy.SecretSource;
import dev.sluice.contract.secret.SecretEnvelope;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Seals the credentials of provider accounts, each secret bound to its place. */
@Singleton
public final class CredentialVault {
    private final SecretEnvelope envelope;

    CredentialVault(AdminSettings settings) {
        envelope = new SecretEnvelope(settings.kek());
    }

    /** The account as it is kept: every value an envelope; {@code {stored: true}} keeps the one that is there. */
    public ProviderAccountSpec seal(String account, ProviderAccountSpec spec, @Nullable PolicyObject before) {
        Provider provider = Catalog.builtIn()
                .provider(spec.provider())
                .orElseThrow(() -> Refusal.field(
                        "spec.provider",
                        "'" + spec.provider() + "' is not a known provider: use openai-compatible with a baseUrl"));
        ProviderAccountSpec old = before != null && before.spec() instanceof ProviderAccountSpec held ? held : null;
        boolean moved = old != null && !url(old).equals(Optional.of(String.valueOf(url(spec, provider))));
        return spec.withSecrets((place, secret) -> seal(account, place, secret, old, moved));
    }

    private static Optional<String> url(ProviderAccountSpec spec) {
        return Catalog.builtIn().provider(spec.provider()).map(provider -> String.valueOf(url(spec, provider)));
    }

    private static @Nullable String url(ProviderAccountSpec spec, Provider provider) {
        return spec.baseUrl() == null ? provider.baseUrl() : spec.baseUrl();
    }

    private SecretSource seal(
            String account, SecretPlace place, SecretSource secret, @Nullable ProviderAccountSpec old, boolean moved) {
        String field = "spec." + place.path();
        if (secret.envelope() != null) {
            throw Refusal.field(field, "must have exactly one of env, file, value");
        }
        Optional<String> held = old == null
                ? Optional.empty()
                : old.secretAt(place).map(SecretSource::envelope).filter(Objects::nonNull);
        String binding = place.binding(account);
        if (Boolean.TRUE.equals(secret.stored())) {
            if (moved) {
                throw Refusal.field(
                        field, "must be given again, because baseUrl changes: a stored secret never goes elsewhere");
            }
            return held.map(SecretSource::ofEnvelope)
                    .orElseThrow(() -> Refusal.field(field, "says stored, but nothing is: give {value: …}"));
        }
        if (secret.value() != null) {
            String value = secret.value().strip();
            // The same value again keeps its envelope, so that applying a manifest twice changes nothing.
            return SecretSource.ofEnvelope(
                    held.filter(stored -> envelope.open(stored, binding).equals(value))
                            .orElseGet(() -> envelope.seal(value, binding)));
        }
        return secret;
    }

    public String open(String account, SecretPlace place, String sealed) {
        return envelope.open(sealed, place.binding(account));
    }
}
