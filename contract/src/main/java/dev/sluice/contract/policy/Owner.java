package dev.sluice.contract.policy;

import java.util.List;
import java.util.Map;

/**
 * A user or a service account with everything that follows from the teams it is in.
 *
 * @param teams every team it belongs to: matching looks at all of them
 * @param countedTeam the one team that counting uses; empty when there is none
 * @param grants what the rules grant to it, to its teams and to everybody
 */
public record Owner(
        Subject subject,
        boolean disabled,
        List<String> teams,
        String countedTeam,
        Map<String, String> metadata,
        List<NameMatcher> grants) {

    boolean isGranted(String model) {
        for (NameMatcher grant : grants) {
            if (grant.matches(model)) {
                return true;
            }
        }
        return false;
    }
}
