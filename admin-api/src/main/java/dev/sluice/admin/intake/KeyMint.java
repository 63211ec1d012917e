package dev.sluice.admin.intake;

import dev.sluice.admin.intake.Intake.NewKeys;
import dev.sluice.admin.policy.Draft;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.policy.ApiKeySpec;
import dev.sluice.contract.policy.KeyStatus;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.Subject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes keys, and keeps of each only what gateways need: the hash. */
@Singleton
public final class KeyMint {
    private final SecureRandom random = new SecureRandom();

    /** The object as it is kept; a key is made when it is new and brings no secret. */
    public PolicyObject take(Draft draft, PolicyObject bare, ApiKeySpec spec, NewKeys newKeys) {
        PolicyObject before = draft.get(bare.id());
        KeyStatus held = before == null ? null : before.status();
        ApiKeySpec.KeySecret secret = spec.secret();
        if (secret == null) {
            if (before != null) {
                return withSecretOf(bare, spec, before);
            }
            return switch (newKeys) {
                case NewKeys.Refused _ ->
                    throw Refusal.field(
                            "spec.secret",
                            "is required for a key that does not exist: to have one made, POST /api-keys");
                case NewKeys.Made made -> {
                    KeyFormat.NewKey key = generate(spec);
                    made.made().accept(bare.name(), key.key());
                    yield kept(bare, spec, new KeyStatus(key.id(), List.of(hash(key.key(), null)), false));
                }
            };
        }
        if (secret.sha256() == null) {
            KeyStatus revoked = held != null && held.revoked() ? new KeyStatus(held.id(), List.of(), true) : null;
            return new PolicyObject(bare.kind(), bare.metadata(), spec, revoked);
        }
        return kept(bare, spec, given(draft, bare, secret.sha256(), held));
    }

    /** A key that is written without a secret keeps the one it has, whatever its form. */
    private static PolicyObject withSecretOf(PolicyObject bare, ApiKeySpec spec, PolicyObject before) {
        ApiKeySpec.KeySecret secret = before.spec() instanceof ApiKeySpec old ? old.secret() : null;
        return new PolicyObject(bare.kind(), bare.metadata(), withSecret(spec, secret), before.status());
    }

    private static ApiKeySpec withSecret(ApiKeySpec spec, ApiKeySpec.@Nullable KeySecret secret) {
        return new ApiKeySpec(
                spec.owner(),
                spec.team(),
                spec.models(),
                spec.denyModels(),
                spec.expiresAt(),
                spec.allowedCidrs(),
                spec.metadata(),
                spec.content(),
                spec.residency(),
                spec.explain(),
                secret);
    }

    private static KeyStatus given(Draft draft, PolicyObject bare, String sha256, @Nullable KeyStatus held) {
        if (held != null
                && held.hashes().stream().anyMatch(hash -> hash.sha256().equals(sha256))) {
            return held;
        }
        boolean taken = draft.objects(Kind.API_KEY)
                .filter(other -> !other.name().equals(bare.name()))
                .map(PolicyObject::status)
                .anyMatch(status -> status != null
                        && status.hashes().stream()
                                .anyMatch(hash -> hash.sha256().equals(sha256)));
        if (taken) {
            throw Refusal.field("spec.secret.sha256", "is the hash of another key: every key has its own");
        }
        return new KeyStatus(
                sha256.substring(0, 8), List.of(new KeyStatus.Hash(sha256, null)), held != null && held.revoked());
    }

    private static PolicyObject kept(PolicyObject bare, ApiKeySpec spec, KeyStatus status) {
        return new PolicyObject(bare.kind(), bare.metadata(), spec.withoutSecret(), status);
    }

    /** A new key beside the old one, which goes on working until then; absent: ends now. */
    public PolicyObject rotated(
            PolicyObject object, ApiKeySpec spec, KeyFormat.NewKey key, @Nullable Instant graceUntil) {
        List<KeyStatus.Hash> hashes = new ArrayList<>();
        hashes.add(hash(key.key(), null));
        KeyStatus held = object.status();
        if (graceUntil != null && held != null) {
            held.hashes().stream()
                    .filter(old -> old.until() == null)
                    .map(old -> new KeyStatus.Hash(old.sha256(), graceUntil))
                    .forEach(hashes::add);
        }
        return kept(object, spec, new KeyStatus(key.id(), hashes, false));
    }

    public KeyFormat.NewKey generate(ApiKeySpec spec) {
        return KeyFormat.generate(spec.ownerSubject().type() == Subject.Type.SERVICE_ACCOUNT, random);
    }

    private static KeyStatus.Hash hash(String key, @Nullable Instant until) {
        return new KeyStatus.Hash(KeyFormat.sha256(key), until);
    }
}
