package dev.sluice.contract.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a team that a token names, and from being nobody that policy knows.
 *
 * @param byTeam what rules grant to each team; an empty matcher where they grant nothing
 * @param everyone what they grant to everybody
 */
record TeamGrants(Map<String, NameMatcher> byTeam, @Nullable NameMatcher everyone) {
    static final TeamGrants NONE = new TeamGrants(Map.of(), null);

    Owner stranger(Subject subject) {
        return new Owner(
                subject,
                false,
                List.of(),
                "",
                Map.of(),
                everyone == null ? List.of() : List.of(new Owner.Granted(Subject.EVERYONE, everyone)));
    }

    /** The same one when there is no such team. */
    Owner in(String team, Owner owner) {
        NameMatcher granted = byTeam.get(team);
        if (granted == null) {
            return owner;
        }
        List<String> teams = owner.teams();
        List<Owner.Granted> grants = owner.grants();
        if (!teams.contains(team)) {
            teams = new ArrayList<>(teams);
            teams.add(team);
            grants = new ArrayList<>(grants);
            grants.add(new Owner.Granted(new Subject(Subject.Type.TEAM, team), granted));
        }
        return new Owner(owner.subject(), owner.disabled(), teams, team, owner.metadata(), grants, owner.mayExplain());
    }
}
