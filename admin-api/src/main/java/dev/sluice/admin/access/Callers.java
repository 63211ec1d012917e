package dev.sluice.admin.access;

import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.TeamSpec;
import dev.sluice.contract.policy.UserSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Finds who a name stands for, in the policy of this moment: a role that is taken away is gone at once. */
@ApplicationScoped
public class Callers {
    private final LivePolicy live;

    Callers(LivePolicy live) {
        this.live = live;
    }

    /** Empty for somebody who does not exist or is disabled. */
    public Optional<Caller> of(String user) {
        PolicyObject object = live.object(new ObjectId(Kind.USER, user));
        if (object == null || !(object.spec() instanceof UserSpec spec) || spec.disabled()) {
            return Optional.empty();
        }
        Set<String> managed = new HashSet<>();
        Set<String> memberOf = new HashSet<>();
        String subject = "user:" + user;
        for (PolicyObject team : live.objects(Kind.TEAM).values()) {
            if (team.spec() instanceof TeamSpec members) {
                if (members.managers().contains(subject)) {
                    managed.add(team.name());
                    memberOf.add(team.name());
                }
                if (members.members().contains(subject)) {
                    memberOf.add(team.name());
                }
            }
        }
        Set<String> organisation = new HashSet<>();
        spec.roles().forEach(role -> organisation.addAll(Permissions.ofRole(role)));
        if (!memberOf.isEmpty()) {
            organisation.addAll(Permissions.OF_MEMBERS_ANYWHERE);
        }
        return Optional.of(new Caller(user, spec.roles(), organisation, managed, memberOf));
    }
}
