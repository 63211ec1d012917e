package dev.sluice.admin.user;

import dev.sluice.admin.access.Caller;
import dev.sluice.admin.login.Passwords;
import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.admin.problem.Code;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.UserSpec;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Sets a password: one's own with the current one, another's with {@code user:write}, an owner's as an owner. */
@Singleton
public final class PasswordChange {
    private final LivePolicy live;
    private final Passwords passwords;

    PasswordChange(LivePolicy live, Passwords passwords) {
        this.live = live;
        this.passwords = passwords;
    }

    void set(Caller caller, String name, String password, @Nullable String currentPassword) {
        boolean own = caller.name().equals(name);
        if (!own && !caller.holdsEverywhere("user:write")) {
            throw Refusal.of(Code.FORBIDDEN, "this takes the permission user:write");
        }
        ObjectId id = new ObjectId(Kind.USER, name);
        PolicyObject user = live.object(id);
        if (user == null) {
            throw Refusal.notFound(id);
        }
        boolean ofAnOwner =
                user.spec() instanceof UserSpec spec && spec.roles().contains(UserSpec.OrganisationRole.OWNER);
        if (!own && ofAnOwner && !caller.isOwner()) {
            throw Refusal.of(Code.FORBIDDEN, "only an owner may set the password of an owner");
        }
        if (own && (currentPassword == null || !passwords.matches(name, currentPassword))) {
            throw Refusal.of(Code.FORBIDDEN, "currentPassword is missing or wrong");
        }
        passwords.set(name, password);
    }
}
