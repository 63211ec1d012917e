package dev.sluice.admin.collection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.policy.AlertChannelSpec;
import dev.sluice.contract.policy.ApiKeySpec;
import dev.sluice.contract.policy.KeyStatus;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.ProviderAccountSpec;
import dev.sluice.contract.policy.SecretSource;
import java.time.Instant;
import java.util.Optional;

/** An object as people read it: the manifest, without any secret or hash of one. */
public final class ManifestView {
    private ManifestView() {}

    public static ObjectNode of(PolicyObject object) {
        ObjectNode node = Manifests.write(withoutSecrets(object));
        if (object.spec() instanceof ApiKeySpec key) {
            status(node, key, object.status());
        }
        return node;
    }

    /** For writing again elsewhere: no stamps, no status. */
    public static ObjectNode forExport(PolicyObject object) {
        PolicyObject bare = withoutSecrets(object);
        return Manifests.write(new PolicyObject(bare.kind(), bare.metadata().withoutStamps(), bare.spec()));
    }

    private static PolicyObject withoutSecrets(PolicyObject object) {
        return switch (object.spec()) {
            case ProviderAccountSpec account ->
                new PolicyObject(object.kind(), object.metadata(), account.withSecrets((_, secret) -> masked(secret)));
            case AlertChannelSpec channel
            when channel.secret() != null ->
                new PolicyObject(object.kind(), object.metadata(), channel.withSecret(masked(channel.secret())));
            case ApiKeySpec key
            when key.secret() != null && key.secret().sha256() != null ->
                new PolicyObject(object.kind(), object.metadata(), key.withoutSecret());
            default -> object;
        };
    }

    private static SecretSource masked(SecretSource secret) {
        return secret.env() != null || secret.file() != null ? secret : SecretSource.STORED;
    }

    private static void status(ObjectNode node, ApiKeySpec key, @org.jspecify.annotations.Nullable KeyStatus status) {
        Instant now = Instant.now();
        ObjectNode shown = node.putObject("status");
        shown.put("id", status == null ? "" : status.id());
        Optional<Instant> grace = status == null
                ? Optional.empty()
                : status.hashes().stream()
                        .map(KeyStatus.Hash::until)
                        .filter(until -> until != null && until.isAfter(now))
                        .findFirst();
        boolean revoked = status != null && status.revoked();
        boolean expired = key.expiresAt() != null && !key.expiresAt().isAfter(now);
        shown.put("state", revoked ? "revoked" : expired ? "expired" : grace.isPresent() ? "rotating" : "active");
        if (!revoked) {
            grace.ifPresent(until -> shown.put("graceUntil", until.toString()));
        }
    }
}
