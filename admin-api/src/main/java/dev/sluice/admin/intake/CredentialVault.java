package dev.sluice.admin.intake;

import dev.sluice.admin.problem.Refusal;
import dev.sluice.admin.settings.AdminSettings;
import dev.sluice.contract.catalog.Catalog;
import dev.sluice.contract.catalog.Provider;
import dev.sluice.contract.policy.AlertChannelSpec;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.ProviderAccountSpec;
import dev.sluice.contract.policy.SecretPlace;
import dev.sluice.contract.policy.SecretSource;
import dev.sluice.contract.secret.SecretEnvelope;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Seals the secrets of provider accounts and alert channels, each bound to its place. */
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

    /** The channel as it is kept. */
    public AlertChannelSpec seal(String channel, AlertChannelSpec spec, @Nullable PolicyObject before) {
        AlertChannelSpec old = before != null && before.spec() instanceof AlertChannelSpec held ? held : null;
        if (spec.secret() == null) {
            return spec;
        }
        Optional<SecretSource> held = Optional.ofNullable(old).map(AlertChannelSpec::secret);
        boolean moved = old != null && (old.type() != spec.type() || !Objects.equals(old.url(), spec.url()));
        String binding = AlertChannelSpec.binding(channel);
        return spec.withSecret(seal(new Sealing("spec.secret", binding, "url", moved), spec.secret(), held));
    }

    private SecretSource seal(
            String account, SecretPlace place, SecretSource secret, @Nullable ProviderAccountSpec old, boolean moved) {
        Optional<SecretSource> held = old == null ? Optional.empty() : old.secretAt(place);
        return seal(new Sealing("spec." + place.path(), place.binding(account), "baseUrl", moved), secret, held);
    }

    /**
     * One secret on its way in.
     *
     * @param destination the field that says where it goes
     * @param moved whether that field changes
     */
    private record Sealing(String field, String binding, String destination, boolean moved) {}

    private SecretSource seal(Sealing place, SecretSource secret, Optional<SecretSource> before) {
        String field = place.field();
        String binding = place.binding();
        if (secret.envelope() != null) {
            throw Refusal.field(field, "must have exactly one of env, file, value");
        }
        Optional<String> held = before.map(SecretSource::envelope).filter(Objects::nonNull);
        if (Boolean.TRUE.equals(secret.stored())) {
            if (place.moved()) {
                throw Refusal.field(
                        field,
                        "must be given again, because " + place.destination()
                                + " changes: a stored secret never goes elsewhere");
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

    public String openChannel(String channel, String sealed) {
        return envelope.open(sealed, AlertChannelSpec.binding(channel));
    }
}
