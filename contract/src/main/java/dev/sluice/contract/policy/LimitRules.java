package dev.sluice.contract.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All limits and budgets, filed by whom and what they are about, so that a request's cost does not depend on their number.
 * Immutable; a change makes anew only the groups it touches.
 */
public final class LimitRules {
    static final LimitRules EMPTY = new LimitRules(new EnumMap<>(Subject.Type.class), RuleGroup.EMPTY, Map.of());

    private final Map<Subject.Type, ShardedMap<String, RuleGroup>> bySubject;
    private final RuleGroup everyone;
    private final Map<ObjectId, LimitRule> byId;
    private final boolean byAddress;

    private LimitRules(
            Map<Subject.Type, ShardedMap<String, RuleGroup>> bySubject,
            RuleGroup everyone,
            Map<ObjectId, LimitRule> byId) {
        this.bySubject = bySubject;
        this.everyone = everyone;
        this.byId = byId;
        this.byAddress = byId.values().stream().anyMatch(LimitRule::isPerAddress);
    }

    /** Whether any of them counts by the client's address. */
    public boolean byAddress() {
        return byAddress;
    }

    /** Before there is any policy. */
    public static LimitRules none() {
        return EMPTY;
    }

    /** With these in place of whatever has their names, and without those. */
    LimitRules with(Collection<LimitRule> added, Collection<ObjectId> gone) {
        Map<ObjectId, LimitRule> rules = new HashMap<>(byId);
        Set<LimitRule> removed = new HashSet<>();
        gone.forEach(id -> remember(rules.remove(id), removed));
        added.forEach(rule -> remember(rules.put(rule.id(), rule), removed));
        Map<Subject, Set<LimitRule>> touched = new HashMap<>();
        removed.forEach(rule -> rule.filedUnder().forEach(subject -> touched.computeIfAbsent(subject, this::rulesOf)));
        added.forEach(rule -> rule.filedUnder().forEach(subject -> touched.computeIfAbsent(subject, this::rulesOf)));
        touched.values().forEach(group -> group.removeAll(removed));
        added.forEach(rule ->
                rule.filedUnder().forEach(subject -> groupOf(touched, subject).add(rule)));
        return replaced(touched, rules);
    }

    private static void remember(@Nullable LimitRule rule, Set<LimitRule> removed) {
        if (rule != null) {
            removed.add(rule);
        }
    }

    private static Set<LimitRule> groupOf(Map<Subject, Set<LimitRule>> groups, Subject subject) {
        return groups.computeIfAbsent(subject, _ -> new LinkedHashSet<>());
    }

    private Set<LimitRule> rulesOf(Subject subject) {
        RuleGroup group = subject.equals(Subject.EVERYONE) ? everyone : group(subject.type(), subject.name());
        return new LinkedHashSet<>(group == null ? List.of() : group.all());
    }

    private LimitRules replaced(Map<Subject, Set<LimitRule>> touched, Map<ObjectId, LimitRule> rules) {
        Map<Subject.Type, ShardedMap<String, RuleGroup>> groups = new EnumMap<>(Subject.Type.class);
        groups.putAll(bySubject);
        Map<Subject.Type, Map<String, RuleGroup>> changed = new EnumMap<>(Subject.Type.class);
        RuleGroup all = everyone;
        for (Map.Entry<Subject, Set<LimitRule>> entry : touched.entrySet()) {
            RuleGroup group = RuleGroup.of(entry.getValue());
            if (entry.getKey().equals(Subject.EVERYONE)) {
                all = group;
            } else {
                changed.computeIfAbsent(entry.getKey().type(), _ -> new HashMap<>())
                        .put(entry.getKey().name(), group);
            }
        }
        changed.forEach((type, named) -> groups.merge(type, ShardedMap.of(named), (held, _) -> merged(held, named)));
        return new LimitRules(groups, all, Map.copyOf(rules));
    }

    private static ShardedMap<String, RuleGroup> merged(
            ShardedMap<String, RuleGroup> held, Map<String, RuleGroup> changed) {
        ShardedMap<String, RuleGroup> map = held;
        for (Map.Entry<String, RuleGroup> entry : changed.entrySet()) {
            map = entry.getValue() == RuleGroup.EMPTY
                    ? map.without(entry.getKey())
                    : map.with(entry.getKey(), entry.getValue());
        }
        return map;
    }

    private @Nullable RuleGroup group(Subject.Type type, String name) {
        ShardedMap<String, RuleGroup> groups = bySubject.get(type);
        return groups == null ? null : groups.get(name);
    }

    /** What a request for the model has to pass before a target is chosen. */
    public MatchedRules atAdmission(LimitFacts facts, String model) {
        MatchedRules matched = new MatchedRules();
        candidates(facts, model, rule -> {
            if (!rule.isPerAccount() && rule.match().matches(facts, model)) {
                matched.add(rule);
            }
        });
        return matched;
    }

    /** What an attempt has to pass besides: rules of its target alone, and rules that count by account. */
    public MatchedRules atTarget(LimitFacts facts, String asked, String target) {
        MatchedRules matched = new MatchedRules();
        candidates(facts, target, rule -> {
            if ((rule.isPerAccount() || !rule.match().matchesModel(asked))
                    && rule.match().matches(facts, target)) {
                matched.add(rule);
            }
        });
        if (!asked.equals(target)) {
            candidates(facts, asked, rule -> {
                if (rule.isPerAccount()
                        && !rule.match().matchesModel(target)
                        && rule.match().matches(facts, asked)) {
                    matched.add(rule);
                }
            });
        }
        return matched;
    }

    private void candidates(LimitFacts facts, String model, Consumer<LimitRule> action) {
        everyone.candidates(facts, model, action);
        if (bySubject.isEmpty()) {
            return;
        }
        Subject owner = facts.owner().subject();
        candidates(owner.type(), owner.name(), facts, model, action);
        candidates(Subject.Type.KEY, facts.key(), facts, model, action);
        boolean counted = facts.team().isEmpty();
        List<String> teams = facts.teams();
        for (int i = 0; i < teams.size(); i++) {
            counted |= teams.get(i).equals(facts.team());
            candidates(Subject.Type.TEAM, teams.get(i), facts, model, action);
        }
        if (!counted) {
            candidates(Subject.Type.TEAM, facts.team(), facts, model, action);
        }
    }

    private void candidates(
            Subject.Type type, String name, LimitFacts facts, String model, Consumer<LimitRule> action) {
        RuleGroup group = group(type, name);
        if (group != null) {
            group.candidates(facts, model, action);
        }
    }

    public @Nullable LimitRule rule(ObjectId id) {
        return byId.get(id);
    }

    /** By {@link LimitRule#key()}. */
    public @Nullable LimitRule rule(String key) {
        Kind kind = key.startsWith("b/") ? Kind.BUDGET : Kind.RATE_LIMIT;
        return key.length() < 2 ? null : byId.get(new ObjectId(kind, key.substring(2)));
    }

    public Collection<LimitRule> all() {
        return new ArrayList<>(byId.values());
    }

    public int size() {
        return byId.size();
    }
}
