package dev.sluice.admin.access;

import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.UserSpec.OrganisationRole;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The permissions there are, {@code resource:action}, and which the built-in roles hold. */
public final class Permissions {
    private static final Set<String> READ = Set.of(
            "team:read",
            "user:read",
            "service-account:read",
            "provider-account:read",
            "model:read",
            "virtual-model:read",
            "api-key:read",
            "access-rule:read",
            "rate-limit:read",
            "budget:read",
            "alert-channel:read",
            "token-issuer:read",
            "gateway:read",
            // Not for all who read models: it names accounts and credentials.
            "target:read",
            "usage:read",
            "logs:read",
            "policy:read",
            // It tells what those may read anyway, rules and how they stand, and changes nothing.
            "simulate:run");
    private static final Set<String> WRITE = Set.of(
            "team:write",
            "user:write",
            "service-account:write",
            "provider-account:write",
            "model:write",
            "virtual-model:write",
            "api-key:write",
            "access-rule:write",
            "rate-limit:write",
            "budget:write",
            "alert-channel:write",
            "token-issuer:write",
            "policy:write");
    private static final Set<String> ALL = union(READ, WRITE);

    /** In the whole organisation. */
    private static final Map<OrganisationRole, Set<String>> BY_ROLE = new EnumMap<>(Map.of(
            OrganisationRole.OWNER,
            ALL,
            OrganisationRole.ADMIN,
            ALL,
            OrganisationRole.MANAGER,
            union(
                    READ,
                    Set.of(
                            "team:write",
                            "service-account:write",
                            "api-key:write",
                            "access-rule:write",
                            "rate-limit:write",
                            "budget:write",
                            "policy:write")),
            OrganisationRole.DEVELOPER,
            Set.of("model:read", "virtual-model:read"),
            OrganisationRole.VIEWER,
            READ,
            OrganisationRole.AUDITOR,
            READ,
            OrganisationRole.BILLING,
            Set.of(
                    "usage:read",
                    "model:read",
                    "virtual-model:read",
                    "team:read",
                    "budget:read",
                    "alert-channel:read")));

    /** On what is the caller's own. */
    static final Set<String> OF_DEVELOPERS_OWN = Set.of("api-key:read", "api-key:write", "usage:read", "logs:read");

    /** In a team that the caller manages. */
    static final Set<String> OF_TEAM_MANAGERS = Set.of(
            "team:read",
            "team:write",
            "service-account:read",
            "service-account:write",
            "api-key:read",
            "api-key:write",
            "access-rule:read",
            "rate-limit:read",
            "budget:read",
            "usage:read",
            "logs:read");

    /** In a team that the caller is in. */
    static final Set<String> OF_TEAM_MEMBERS = Set.of("team:read");

    /** In the organisation, of whoever manages or is in some team. */
    static final Set<String> OF_MEMBERS_ANYWHERE = Set.of("model:read", "virtual-model:read");

    private Permissions() {}

    static Set<String> ofRole(OrganisationRole role) {
        return BY_ROLE.getOrDefault(role, Set.of());
    }

    /** Such as {@code provider-account} for {@link Kind#PROVIDER_ACCOUNT}. */
    public static String resource(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Set<String> all() {
        return new TreeSet<>(ALL);
    }

    static Set<String> union(Set<String> one, Set<String> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet());
    }
}
