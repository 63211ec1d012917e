package dev.sluice.admin.login;

import dev.sluice.admin.access.Caller;
import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.admin.policy.Revisions;
import dev.sluice.admin.settings.AdminSettings;
import dev.sluice.admin.signing.EllipticKey;
import dev.sluice.admin.token.SigningKeys;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.Metadata;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.SigningKeySpec;
import dev.sluice.contract.policy.UserSpec;
import dev.sluice.contract.policy.UserSpec.OrganisationRole;
import jakarta.inject.Singleton;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What must be there before anybody can sign in: the first owner, and the key that gateways check tokens with. */
@Singleton
public final class FirstOwner {
    private static final Logger LOG = Logger.getLogger(FirstOwner.class);

    private final Optional<AdminSettings.Bootstrap> bootstrap;
    private final LivePolicy live;
    private final Revisions revisions;
    private final Passwords passwords;
    private final SigningKeys keys;

    FirstOwner(AdminSettings settings, LivePolicy live, Revisions revisions, Passwords passwords, SigningKeys keys) {
        bootstrap = settings.bootstrap();
        this.live = live;
        this.revisions = revisions;
        this.passwords = passwords;
        this.keys = keys;
    }

    /** Does nothing when all of it is there. */
    public void ensure() {
        publishSigningKey();
        boolean none = live.objects(Kind.USER).values().stream().noneMatch(FirstOwner::isOwner);
        if (none && bootstrap.isPresent()) {
            make(bootstrap.get());
        } else if (none) {
            LOG.warn("there is no owner: set SLUICE_BOOTSTRAP_EMAIL and SLUICE_BOOTSTRAP_PASSWORD to make the first");
        }
    }

    private static boolean isOwner(PolicyObject object) {
        return object.spec() instanceof UserSpec user && user.roles().contains(OrganisationRole.OWNER);
    }

    private void make(AdminSettings.Bootstrap owner) {
        String hash = passwords.hash(owner.password());
        revisions.change(Caller.SYSTEM, false, draft -> {
            if (draft.objects(Kind.USER).noneMatch(FirstOwner::isOwner)) {
                draft.put(new PolicyObject(
                        Kind.USER,
                        Metadata.named(owner.email()),
                        new UserSpec(null, List.of(OrganisationRole.OWNER), false)));
                draft.alongside(Passwords.upsert(), owner.email(), hash);
            }
            return "";
        });
        LOG.infof("made the first owner, %s", owner.email());
    }

    /** A new key replaces the others: what they signed is good for five minutes at most. */
    private void publishSigningKey() {
        EllipticKey key = keys.required();
        PolicyObject object = new PolicyObject(
                Kind.SIGNING_KEY,
                Metadata.named(key.id()),
                new SigningKeySpec(
                        "ES256",
                        Base64.getEncoder().encodeToString(key.publicKey().getEncoded())));
        if (live.object(object.id()) == null) {
            revisions.change(Caller.SYSTEM, true, draft -> {
                draft.objects(Kind.SIGNING_KEY).toList().forEach(old -> draft.delete(old.id()));
                draft.put(object);
                return "";
            });
        }
    }
}
