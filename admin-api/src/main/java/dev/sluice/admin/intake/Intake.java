package dev.sluice.admin.intake;

import dev.sluice.admin.policy.Draft;
import dev.sluice.contract.policy.AlertChannelSpec;
import dev.sluice.contract.policy.ApiKeySpec;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.ProviderAccountSpec;
import jakarta.inject.Singleton;

/** Turns an object as people write it into the one that is kept: secrets sealed, keys hashed, stamps gone. */
@Singleton
public final class Intake {
    private final CredentialVault vault;
    private final KeyMint mint;

    Intake(CredentialVault vault, KeyMint mint) {
        this.vault = vault;
        this.mint = mint;
    }

    /** What to do with an ApiKey that is new and brings no secret. */
    public sealed interface NewKeys {
        NewKeys REFUSED = new Refused();

        /** Nobody could be told the key. */
        record Refused() implements NewKeys {}

        /** @param made is told name and key */
        record Made(java.util.function.BiConsumer<String, String> made) implements NewKeys {}
    }

    public PolicyObject take(Draft draft, PolicyObject wanted, NewKeys newKeys) {
        PolicyObject bare = new PolicyObject(wanted.kind(), wanted.metadata().withoutStamps(), wanted.spec());
        return switch (bare.spec()) {
            case ProviderAccountSpec account ->
                new PolicyObject(bare.kind(), bare.metadata(), vault.seal(bare.name(), account, draft.get(bare.id())));
            case AlertChannelSpec channel ->
                new PolicyObject(bare.kind(), bare.metadata(), vault.seal(bare.name(), channel, draft.get(bare.id())));
            case ApiKeySpec key -> mint.take(draft, bare, key, newKeys);
            default -> bare;
        };
    }
}
