package dev.sluice.contract.policy;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What holds for single subjects in place of what a rule says for all. The closest wins: the key, then its owner, then the
 * team that is counted, then the first of the owner's teams by name. Filled by one thread, then only read.
 */
final class OverrideSubjects<T> {
    private final Map<Subject.Type, Map<String, T>> byName = new EnumMap<>(Subject.Type.class);

    static void check(String subject) {
        if (Subject.parse(subject, "subject").equals(Subject.EVERYONE)) {
            throw new InvalidField("subject", "'*' is everybody, whom the rule's own limits are for: name one subject");
        }
    }

    static void check(List<String> subjects) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < subjects.size(); i++) {
            if (!seen.add(subjects.get(i))) {
                throw new InvalidField(
                        "overrides[" + i + "].subject", "'" + subjects.get(i) + "' is there twice: leave one out");
            }
        }
    }

    void put(Subject subject, T value) {
        byName.computeIfAbsent(subject.type(), _ -> new HashMap<>()).put(subject.name(), value);
    }

    @Nullable
    T of(LimitFacts facts) {
        if (byName.isEmpty()) {
            return null;
        }
        T own = get(Subject.Type.KEY, facts.key());
        if (own == null) {
            own = get(facts.owner().subject().type(), facts.owner().subject().name());
        }
        if (own == null) {
            own = get(Subject.Type.TEAM, facts.team());
        }
        List<String> teams = facts.teams();
        for (int i = 0; own == null && i < teams.size(); i++) {
            own = get(Subject.Type.TEAM, teams.get(i));
        }
        return own;
    }

    /** Of that subject itself. */
    @Nullable
    T of(Subject subject) {
        return get(subject.type(), subject.name());
    }

    private @Nullable T get(Subject.Type type, String name) {
        Map<String, T> named = byName.get(type);
        return named == null ? null : named.get(name);
    }
}
