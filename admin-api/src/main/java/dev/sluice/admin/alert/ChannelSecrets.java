package dev.sluice.admin.alert;

import dev.sluice.admin.intake.CredentialVault;
import dev.sluice.admin.intake.LocalSecrets;
import dev.sluice.contract.policy.AlertChannelSpec;
import dev.sluice.contract.policy.InvalidField;
import dev.sluice.contract.policy.SecretSource;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Opens the secrets of channels: sealed ones with the process's key, others where the settings allow. */
@Singleton
public final class ChannelSecrets {
    private final CredentialVault vault;
    private final LocalSecrets local;

    ChannelSecrets(CredentialVault vault, LocalSecrets local) {
        this.vault = vault;
        this.local = local;
    }

    /**
     * Empty when the channel has none.
     *
     * @throws InvalidField when it has one that cannot be had here
     */
    Optional<String> of(String channel, AlertChannelSpec spec) {
        SecretSource source = spec.secret();
        if (source == null) {
            return Optional.empty();
        }
        if (source.envelope() != null) {
            return Optional.of(vault.openChannel(channel, source.envelope()));
        }
        return Optional.of(local.find(source)
                .filter(value -> !value.isBlank())
                .map(String::strip)
                .orElseThrow(() -> new InvalidField(
                        "secret",
                        source.env() != null
                                ? "is not in the environment of the admin API, or SLUICE_SECRET_NAMES does not name "
                                        + source.env()
                                : "is no file below SLUICE_SECRET_DIR of the admin API: " + source.file())));
    }
}
