package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A person. A disabled user's sessions and keys stop working everywhere. */
public record UserSpec(
        @Nullable String displayName,
        List<OrganisationRole> roles,
        @JsonProperty("disabled") boolean disabled) implements PolicySpec {
    public UserSpec {
        roles = Check.list(roles, "roles");
    }

    /** Whether a role lets it see all rules and how they stand, and so why a request of its own is refused. */
    public boolean maySeeDecisions() {
        return roles.stream().anyMatch(OrganisationRole::readsAll);
    }

    /** Built-in roles, bound at organisation level. */
    public enum OrganisationRole {
        OWNER,
        ADMIN,
        MANAGER,
        DEVELOPER,
        VIEWER,
        AUDITOR,
        BILLING;

        /** Whether it reads all of policy. */
        boolean readsAll() {
            return this != DEVELOPER && this != BILLING;
        }

        @JsonValue
        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        @JsonCreator
        static OrganisationRole of(String name) {
            return Arrays.stream(values())
                    .filter(r -> r.wireName().equals(name))
                    .findFirst()
                    .orElseThrow(
                            () -> new InvalidField(
                                    "",
                                    "'" + Check.shorten(name)
                                            + "' is not a role: use owner, admin, manager, developer, viewer, auditor or billing"));
        }
    }
}
