package dev.sluice.admin.access;

import dev.sluice.admin.policy.Author;
import dev.sluice.admin.policy.Draft;
import dev.sluice.admin.problem.Code;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.policy.ApiKeySpec;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.ServiceAccountSpec;
import dev.sluice.contract.policy.Subject;
import dev.sluice.contract.policy.UserSpec;
import dev.sluice.contract.policy.UserSpec.OrganisationRole;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, with everything that follows from roles and teams at this moment.
 *
 * @param organisation permissions in the whole organisation
 * @param managed teams the caller manages
 * @param memberOf teams the caller is in or manages
 */
public record Caller(
        String name, List<OrganisationRole> roles, Set<String> organisation, Set<String> managed, Set<String> memberOf)
        implements Author {
    /** The control plane itself. */
    public static final Caller SYSTEM =
            new Caller("", List.of(OrganisationRole.OWNER), Permissions.all(), Set.of(), Set.of());

    public Caller {
        roles = List.copyOf(roles);
        organisation = Set.copyOf(organisation);
        managed = Set.copyOf(managed);
        memberOf = Set.copyOf(memberOf);
    }

    private boolean isDeveloper() {
        return roles.contains(OrganisationRole.DEVELOPER);
    }

    /** No user can have an empty name. */
    private boolean isSystem() {
        return name.isEmpty();
    }

    public boolean isOwner() {
        return roles.contains(OrganisationRole.OWNER);
    }

    public boolean holdsEverywhere(String permission) {
        return organisation.contains(permission);
    }

    /** Somewhere: in the organisation, in a team, or on what is the caller's own. The object decides the rest. */
    public boolean holds(String permission) {
        return holdsEverywhere(permission)
                || (!managed.isEmpty() && Permissions.OF_TEAM_MANAGERS.contains(permission))
                || (!memberOf.isEmpty() && Permissions.OF_TEAM_MEMBERS.contains(permission))
                || (isDeveloper() && Permissions.OF_DEVELOPERS_OWN.contains(permission));
    }

    /** Everything held somewhere, for the console to hide what is of no use. */
    public Set<String> permissions() {
        Set<String> held = new TreeSet<>();
        Permissions.all().stream().filter(this::holds).forEach(held::add);
        return held;
    }

    /** Teams whose usage and logs the caller may read; the caller's own come on top. */
    public Set<String> readableUsageTeams() {
        return managed;
    }

    public boolean mayRead(PolicyObject object) {
        String permission = Permissions.resource(object.kind()) + ":read";
        if (holdsEverywhere(permission)) {
            return true;
        }
        Set<String> teams = teamsOf(object);
        return (Permissions.OF_TEAM_MANAGERS.contains(permission)
                        && teams.stream().anyMatch(managed::contains))
                || (Permissions.OF_TEAM_MEMBERS.contains(permission)
                        && teams.stream().anyMatch(memberOf::contains))
                || (isDeveloper() && Permissions.OF_DEVELOPERS_OWN.contains(permission) && isOwn(object));
    }

    @Override
    public void checkMayChange(@Nullable PolicyObject before, @Nullable PolicyObject after, Draft draft) {
        PolicyObject object = after == null ? before : after;
        if (object == null) {
            return;
        }
        String permission = Permissions.resource(object.kind()) + ":write";
        boolean allowed = isSystem()
                || (holdsEverywhere(permission)
                        ? ownersAreSafe(before, after)
                        : (before == null || mayWrite(before, permission, draft))
                                && (after == null || mayWrite(after, permission, draft)));
        if (!allowed) {
            throw Refusal.of(
                    Code.FORBIDDEN,
                    "you may not change " + object.id() + ": it takes " + permission
                            + (object.kind() == Kind.USER && holdsEverywhere(permission)
                                    ? " of an owner, because it is one"
                                    : " where the object belongs"));
        }
    }

    /** Only owners make, change or remove owners. */
    private boolean ownersAreSafe(@Nullable PolicyObject before, @Nullable PolicyObject after) {
        return isOwner() || !(hasRoleOwner(before) || hasRoleOwner(after));
    }

    private static boolean hasRoleOwner(@Nullable PolicyObject object) {
        return object != null
                && object.spec() instanceof UserSpec user
                && user.roles().contains(OrganisationRole.OWNER);
    }

    /** Every team that the object names must be one of the caller's, so that nothing is moved in or out of others. */
    private boolean mayWrite(PolicyObject object, String permission, Draft draft) {
        Set<String> teams = teamsOf(object);
        if (isDeveloper() && Permissions.OF_DEVELOPERS_OWN.contains(permission) && isOwn(object)) {
            return memberOf.containsAll(teams);
        }
        boolean inMyTeams =
                Permissions.OF_TEAM_MANAGERS.contains(permission) && !teams.isEmpty() && managed.containsAll(teams);
        return inMyTeams && (!(object.spec() instanceof ApiKeySpec key) || ownerIsInMyTeams(key, draft));
    }

    /** A key speaks for its owner: a manager may make one for an application of the team, never for a person. */
    private boolean ownerIsInMyTeams(ApiKeySpec key, Draft draft) {
        Subject owner = key.ownerSubject();
        if (owner.type() != Subject.Type.SERVICE_ACCOUNT) {
            return false;
        }
        PolicyObject account = draft.get(new ObjectId(Kind.SERVICE_ACCOUNT, owner.name()));
        return account != null
                && account.spec() instanceof ServiceAccountSpec spec
                && spec.team() != null
                && managed.contains(spec.team());
    }

    private boolean isOwn(PolicyObject object) {
        return object.spec() instanceof ApiKeySpec key
                && key.ownerSubject().equals(new Subject(Subject.Type.USER, name));
    }

    private static Set<String> teamsOf(PolicyObject object) {
        Set<String> teams = new TreeSet<>();
        if (object.metadata().team() != null) {
            teams.add(object.metadata().team());
        }
        switch (object.spec()) {
            case ServiceAccountSpec account when account.team() != null -> teams.add(account.team());
            case ApiKeySpec key when key.team() != null -> teams.add(key.team());
            default -> {}
        }
        if (object.kind() == Kind.TEAM) {
            teams.add(object.name());
        }
        return teams;
    }
}
