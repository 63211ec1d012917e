package dev.sluice.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimitRulesTest {
    private static final List<WindowLimit> LIMITS =
            List.of(new WindowLimit(LimitUnit.CONCURRENT, LimitAmount.of(1), null));

    private static LimitRule rule(String name, LimitMatch match, String... per) {
        return new RateLimitSpec(match, List.of(per), LIMITS, List.of(), null, null, null).compile(name);
    }

    private static LimitFacts ada(String key, Map<String, String> metadata, String... teams) {
        Owner owner = new Owner(new Subject(Subject.Type.USER, "ada"), false, List.of(teams), "", Map.of(), List.of());
        return new LimitFacts(owner, key, teams.length == 1 ? teams[0] : "", metadata, "10.0.0.1");
    }

    private static Set<String> names(MatchedRules rules) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            names.add(rules.get(i).id().name());
        }
        assertThat(names).doesNotHaveDuplicates();
        return new TreeSet<>(names);
    }

    private static LimitRules of(LimitRule... rules) {
        return LimitRules.EMPTY.with(List.of(rules), List.of());
    }

    private static LimitMatch match(@Nullable Choice subjects, @Nullable Choice models) {
        return new LimitMatch(subjects, models, Map.of());
    }

    @Test
    void findsARuleBySubjectModelAndMetadata() {
        LimitRules rules = of(
                rule("all", LimitMatch.ALL),
                rule("team", match(Choice.in("team:research", "user:ada"), null)),
                rule("other-team", match(Choice.in("team:sales"), null)),
                rule("key", match(Choice.in("key:k1"), null)),
                rule("not-ada", match(new Choice(null, List.of("user:ada")), null)),
                rule("exact", new LimitMatch(null, Choice.in("acc/m1", "acc/*"), Map.of())),
                rule("prefix", new LimitMatch(null, Choice.in("acc/*"), Map.of())),
                rule("glob", new LimitMatch(null, Choice.in("*1"), Map.of())),
                rule("not-local", new LimitMatch(null, new Choice(null, List.of("acc/*")), Map.of())),
                rule("prod", new LimitMatch(null, null, Map.of("env", Choice.in("prod", "stage")))),
                rule("not-prod", new LimitMatch(null, null, Map.of("env", new Choice(null, List.of("prod"))))));

        assertThat(names(rules.atAdmission(ada("k1", Map.of("env", "prod"), "research"), "acc/m1")))
                .containsExactly("all", "exact", "glob", "key", "prefix", "prod", "team");
        assertThat(names(rules.atAdmission(ada("", Map.of()), "other/m2")))
                .containsExactly("all", "not-local", "not-prod", "team");
    }

    @Test
    void leavesRulesOfTargetsAndAccountsToTheAttempt() {
        LimitRules rules = of(
                rule("asked", match(null, null)),
                rule("smart", new LimitMatch(null, Choice.in("smart"), Map.of())),
                rule("target", new LimitMatch(null, Choice.in("acc/*"), Map.of())),
                rule("account", LimitMatch.ALL, "account"),
                rule("account-of-smart", new LimitMatch(null, Choice.in("smart"), Map.of()), "account"));
        LimitFacts facts = ada("", Map.of());

        assertThat(names(rules.atAdmission(facts, "smart"))).containsExactly("asked", "smart");
        assertThat(names(rules.atTarget(facts, "smart", "acc/m")))
                .containsExactly("account", "account-of-smart", "target");
        assertThat(names(rules.atTarget(facts, "acc/m", "acc/m"))).containsExactly("account");
    }

    /** Whatever the index finds is what testing every rule finds, through any order of changes. */
    @Test
    void findsWhatTestingEveryRuleFinds() {
        Random random = new Random(7);
        LimitRules rules = LimitRules.EMPTY;
        for (int round = 0; round < 400; round++) {
            List<LimitRule> added = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                added.add(randomRule(random, "r" + random.nextInt(40)));
            }
            List<LimitRule> distinct = new ArrayList<>(added.stream()
                    .collect(java.util.stream.Collectors.toMap(LimitRule::id, r -> r, (_, b) -> b))
                    .values());
            rules = rules.with(distinct, List.of(new ObjectId(Kind.RATE_LIMIT, "r" + random.nextInt(40))));
            LimitFacts facts = ada(pick(random, "", "k1", "k2"), tags(random), teams(random));
            String model = randomName(random);
            Set<String> expected = new TreeSet<>();
            for (LimitRule rule : rules.all()) {
                if (!rule.isPerAccount() && rule.match().matches(facts, model)) {
                    expected.add(rule.id().name());
                }
            }
            assertThat(names(rules.atAdmission(facts, model)))
                    .as("round %s", round)
                    .isEqualTo(expected);
        }
    }

    private static LimitRule randomRule(Random random, String name) {
        Choice subjects = random.nextInt(3) == 0
                ? null
                : new Choice(
                        random.nextInt(4) == 0
                                ? null
                                : List.of(
                                        pick(random, "*", "user:ada", "team:t1", "team:t2", "key:k1", "user:bob"),
                                        pick(random, "team:t1", "team:t3", "key:k2")),
                        List.of(pick(random, "team:t9", "team:t3")));
        Choice models = random.nextInt(2) == 0
                ? null
                : Choice.in(pick(random, "a", "ab", "abc*", "a*", "*c", "a*c"), pick(random, "ab*", "b", "*"));
        Map<String, Choice> metadata =
                random.nextInt(3) == 0 ? Map.of("env", Choice.in(pick(random, "x", "y"))) : Map.of();
        return rule(name, new LimitMatch(subjects, models, metadata));
    }

    private static Map<String, String> tags(Random random) {
        return random.nextBoolean() ? Map.of() : Map.of("env", pick(random, "x", "y", "z"));
    }

    private static String[] teams(Random random) {
        return Arrays.stream(new String[] {"t1", "t2", "t3"})
                .filter(_ -> random.nextBoolean())
                .toArray(String[]::new);
    }

    private static String randomName(Random random) {
        return pick(random, "a", "ab", "abc", "abcd", "b", "bc", "axc");
    }

    private static String pick(Random random, String... from) {
        return from[random.nextInt(from.length)];
    }

    @Test
    void keepsTheRulesThatDidNotChange() {
        LimitRule kept = rule("kept", LimitMatch.ALL);
        LimitRules before = of(kept, rule("changed", LimitMatch.ALL));
        LimitRules after = before.with(List.of(rule("changed", LimitMatch.ALL)), List.of());

        assertThat(after.rule(kept.id())).isSameAs(kept);
        assertThat(after.size()).isEqualTo(2);
        assertThat(after.with(List.of(), List.of(kept.id())).size()).isEqualTo(1);
    }

    @Test
    void givesTheClosestOverride() {
        LimitRule rule =
                Manifests.readYaml("""
                        kind: RateLimit
                        metadata: {name: a}
                        spec:
                          limits: [{unit: concurrent, amount: 1}]
                          overrides:
                          - {subject: "team:t1", limits: [{unit: concurrent, amount: 2}]}
                          - {subject: "user:ada", limits: [{unit: concurrent, amount: 3}]}
                          - {subject: "key:k1", limits: [{unit: concurrent, amount: 4}]}
                        """).getFirst().spec() instanceof RateLimitSpec spec ? spec.compile("a") : null;

        assertThat(rule).isNotNull();
        assertThat(rule.terms(ada("k1", Map.of(), "t1")).quotas().getFirst().amount())
                .isEqualTo(4);
        assertThat(rule.terms(ada("", Map.of(), "t1")).quotas().getFirst().amount())
                .isEqualTo(3);
        assertThat(rule.quotas().getFirst().amount()).isEqualTo(1);
    }

    @Test
    void reachesSnapshotsByWholeAndBySingleChanges() {
        PolicyState state = new PolicyState();
        state.apply(new Snapshot(1, 1, List.of(change("one", 5, 1), change("two", 5, 1))));
        PolicyCompiler compiler = new PolicyCompiler((_, _) -> "");
        PolicySnapshot first = compiler.compile(state);
        List<Change> changes = state.apply(new ChangeSet(
                1,
                2,
                java.time.Instant.EPOCH,
                List.of(change("one", 7, 2), Change.tombstone(new ObjectId(Kind.RATE_LIMIT, "two"), 2))));
        PolicySnapshot second = compiler.compile(state, changes, first);

        assertThat(first.limits().size()).isEqualTo(2);
        assertThat(second.limits().size()).isEqualTo(1);
        assertThat(second.limits().all().iterator().next().quotas().getFirst().amount())
                .isEqualTo(7);
        assertThat(second.indexes()).isSameAs(first.indexes());
    }

    private static Change change(String name, int amount, long revision) {
        String yaml = "kind: RateLimit\nmetadata: {name: " + name + "}\nspec: {limits: [{unit: requests, amount: "
                + amount + ", window: 1m}]}";
        return Change.put(Manifests.readYaml(yaml).getFirst(), revision);
    }
}
