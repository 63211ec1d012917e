package dev.sluice.contract.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user or a service account with everything that follows from the teams it is in.
 *
 * @param teams every team it belongs to: matching looks at all of them
 * @param countedTeam the one team that counting uses; empty when there is none
 * @param grants what the rules grant to it, to its teams and to everybody
 * @param mayExplain whether its requests may have their decisions explained
 */
public record Owner(
        Subject subject,
        boolean disabled,
        List<String> teams,
        String countedTeam,
        Map<String, String> metadata,
        List<Granted> grants,
        boolean mayExplain) {

    /** What rules grant to a subject. */
    public record Granted(Subject subject, NameMatcher models) {}

    /** Without a role. */
    public Owner(
            Subject subject,
            boolean disabled,
            List<String> teams,
            String countedTeam,
            Map<String, String> metadata,
            List<Granted> grants) {
        this(subject, disabled, teams, countedTeam, metadata, grants, false);
    }

    /** The subject of the owner's that a rule grants the model to. */
    @Nullable
    Subject grantedBy(String model) {
        for (Granted grant : grants) {
            if (grant.models().matches(model)) {
                return grant.subject();
            }
        }
        return null;
    }
}
