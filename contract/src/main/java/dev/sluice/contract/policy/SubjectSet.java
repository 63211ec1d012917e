package dev.sluice.contract.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Subjects by type and name, so that a request is looked up without a {@link Subject} being made for each of its teams. */
record SubjectSet(boolean everyone, Set<String> users, Set<String> applications, Set<String> teams, Set<String> keys) {
    static SubjectSet of(List<String> subjects) {
        Set<String> users = new HashSet<>();
        Set<String> applications = new HashSet<>();
        Set<String> teams = new HashSet<>();
        Set<String> keys = new HashSet<>();
        boolean everyone = false;
        for (String text : subjects) {
            Subject subject = Subject.parse(text);
            switch (subject.type()) {
                case USER -> users.add(subject.name());
                case SERVICE_ACCOUNT -> applications.add(subject.name());
                case TEAM -> teams.add(subject.name());
                case KEY -> keys.add(subject.name());
                case EVERYONE -> everyone = true;
            }
        }
        return new SubjectSet(
                everyone, Set.copyOf(users), Set.copyOf(applications), Set.copyOf(teams), Set.copyOf(keys));
    }

    boolean holds(LimitFacts facts) {
        Subject owner = facts.owner().subject();
        if (everyone
                || keys.contains(facts.key())
                || (owner.type() == Subject.Type.USER ? users : applications).contains(owner.name())) {
            return true;
        }
        List<String> memberOf = facts.teams();
        for (int i = 0; i < memberOf.size(); i++) {
            if (teams.contains(memberOf.get(i))) {
                return true;
            }
        }
        return teams.contains(facts.team());
    }
}
