package dev.sluice.admin.key;

import dev.sluice.admin.access.Caller;
import dev.sluice.admin.intake.Intake;
import dev.sluice.admin.intake.KeyMint;
import dev.sluice.admin.policy.Committed;
import dev.sluice.admin.policy.Draft;
import dev.sluice.admin.policy.Revisions;
import dev.sluice.admin.problem.Code;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.policy.ApiKeySpec;
import dev.sluice.contract.policy.KeyStatus;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyObject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The life of keys beyond what every object has. A key is answered once, by the call that made it. */
@Singleton
public final class Keys {
    private static final long LONGEST_GRACE_SECONDS = Duration.ofDays(30).toSeconds();

    private final Revisions revisions;
    private final Intake intake;
    private final KeyMint mint;

    Keys(Revisions revisions, Intake intake, KeyMint mint) {
        this.revisions = revisions;
        this.intake = intake;
        this.mint = mint;
    }

    /** @param graceUntil until when the old key goes on working; absent: it does not */
    record Rotated(String key, @Nullable Instant graceUntil) {}

    /** @return the new key; empty when the manifest brought its own secret */
    Committed<Optional<String>> create(Caller caller, PolicyObject wanted) {
        return revisions.change(caller, false, draft -> {
            if (draft.get(wanted.id()) != null) {
                throw Refusal.of(
                        Code.NAME_TAKEN, wanted.id() + " exists: choose another name, or rotate it for a new key");
            }
            AtomicReference<@Nullable String> made = new AtomicReference<>();
            draft.put(intake.take(draft, wanted, new Intake.NewKeys.Made((_, key) -> made.set(key))));
            return Optional.ofNullable(made.get());
        });
    }

    Committed<Rotated> rotate(Caller caller, String name, long graceSeconds) {
        if (graceSeconds < 0 || graceSeconds > LONGEST_GRACE_SECONDS) {
            throw Refusal.field("graceSeconds", "must be 0 to " + LONGEST_GRACE_SECONDS);
        }
        return revisions.change(caller, false, draft -> {
            PolicyObject object = find(caller, draft, name);
            ApiKeySpec spec = (ApiKeySpec) object.spec();
            if (spec.secret() != null) {
                throw Refusal.field(
                        "spec.secret", "comes from the gateways' environment: change it there, nothing is made here");
            }
            if (object.status() != null && object.status().revoked()) {
                throw Refusal.field("", object.id() + " is revoked: make a new key instead");
            }
            Instant until = graceSeconds == 0
                    ? null
                    : Instant.now().plusSeconds(graceSeconds).truncatedTo(ChronoUnit.MILLIS);
            KeyFormat.NewKey key = mint.generate(spec);
            draft.put(mint.rotated(object, spec, key, until));
            return new Rotated(key.key(), until);
        });
    }

    Committed<String> revoke(Caller caller, String name) {
        return revisions.change(caller, false, draft -> {
            PolicyObject object = find(caller, draft, name);
            KeyStatus status = object.status();
            draft.put(object.withStatus(new KeyStatus(status == null ? "" : status.id(), List.of(), true)));
            return name;
        });
    }

    private static PolicyObject find(Caller caller, Draft draft, String name) {
        ObjectId id = new ObjectId(Kind.API_KEY, name);
        PolicyObject object = draft.get(id);
        if (object == null || !caller.mayRead(object)) {
            throw Refusal.notFound(id);
        }
        return object;
    }
}
