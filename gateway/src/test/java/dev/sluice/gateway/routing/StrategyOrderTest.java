package dev.sluice.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.Residency;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.dispatch.AttemptWatch;
import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.observed.TargetStats;
import dev.sluice.gateway.quota.ProviderLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Strategies that look at how targets are doing, with a clock of the test's. */
class StrategyOrderTest {
    private static final long MILLI = 1_000_000;
    private static final String CHEAP =
            "Model cheap: {account: p, upstream: u, quality: 40, price: {input: \"1\", output: \"1\"}}";
    private static final String DEAR =
            "Model dear: {account: p, upstream: u, quality: 90, price: {input: \"10\", output: \"10\"}}";
    private static final String READER =
            "Model reader: {account: p, upstream: u, price: {input: \"0.1\", output: \"90\"}}";
    private static final String UNPRICED = "Model unpriced: {account: p, upstream: u}";
    private static final String ALL = "targets: [{model: unpriced}, {model: reader}, {model: dear}, {model: cheap}]}";

    private final Random random = new Random(11);
    private long now = 1_000_000 * MILLI;
    private final TargetStats stats = new TargetStats(() -> now);
    private final RoutePlanner planner = new RoutePlanner(random::nextDouble, stats, new TargetHealth());

    private static PolicySnapshot policy(String virtual) {
        return Plans.policy(CHEAP, DEAR, READER, UNPRICED, "VirtualModel v: " + virtual);
    }

    private RoutePlan plan(PolicySnapshot policy, long input, long output) {
        return planner.plan(policy, "v", Residency.ANYWHERE, () -> Plans.facts(input, output));
    }

    private List<String> names(PolicySnapshot policy) {
        return Plans.names(plan(policy, 100, 100));
    }

    private Map<String, Integer> first(PolicySnapshot policy, int times) {
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < times; i++) {
            first.merge(names(policy).getFirst(), 1, Integer::sum);
        }
        return first;
    }

    private static CompiledModel model(PolicySnapshot policy, String name) {
        return Objects.requireNonNull(policy.model(name));
    }

    /** An answer in one piece. */
    private void answered(PolicySnapshot policy, String name, long millis, int tokens) {
        stats.sent(model(policy, name), "c");
        stats.ended(new AttemptWatch.Sent(
                model(policy, name),
                "c",
                200,
                null,
                Tokens.of(10, tokens),
                millis * MILLI,
                millis * MILLI,
                ProviderLimits.NONE));
    }

    @Test
    void asksTheCheapestForTheRequestFirst() {
        PolicySnapshot policy = policy("{strategy: {type: cost}, " + ALL);

        assertThat(Plans.names(plan(policy, 100, 100))).containsExactly("cheap", "dear", "reader", "unpriced");
        assertThat(Plans.names(plan(policy, 100_000, 1))).containsExactly("reader", "cheap", "dear", "unpriced");
        assertThat(plan(policy, 1_000_000, 1_000_000).figures())
                .containsEntry("cheap", 2.0)
                .containsEntry("dear", 20.0)
                .containsEntry("unpriced", Double.POSITIVE_INFINITY);
    }

    @Test
    void asksTheLeastBusyFirstAndAnyOfEquals() {
        PolicySnapshot policy =
                policy("{strategy: {type: least-busy}, targets: [{model: cheap}, {model: dear}, {model: reader}]}");
        stats.sent(model(policy, "cheap"), "c");
        stats.sent(model(policy, "cheap"), "c");
        stats.sent(model(policy, "dear"), "c");

        assertThat(names(policy)).containsExactly("reader", "dear", "cheap");
        stats.sent(model(policy, "reader"), "c");
        assertThat(first(policy, 1_000))
                .containsOnlyKeys("dear", "reader")
                .hasEntrySatisfying("dear", n -> assertThat(n).isBetween(400, 600));
    }

    @Test
    void putsWeightZeroAfterAllOthers() {
        PolicySnapshot policy = policy(
                "{strategy: {type: cost}, targets: [{model: cheap, weight: 0}, {model: dear}, {model: reader}]}");

        assertThat(names(policy)).containsExactly("dear", "reader", "cheap");
    }

    @Test
    void sendsMoreToTheFasterAndSomeToAll() {
        PolicySnapshot policy =
                policy("{strategy: {type: latency}, targets: [{model: cheap}, {model: dear}, {model: reader}]}");
        assertThat(first(policy, 3_000).values()).allMatch(n -> n > 850 && n < 1_150);
        answered(policy, "cheap", 1_000, 100);
        answered(policy, "dear", 1_000, 100);
        answered(policy, "reader", 10_000, 100);

        Map<String, Integer> first = first(policy, 10_000);

        assertThat(first.get("cheap")).isBetween(4_600, 5_300);
        assertThat(first.get("dear")).isBetween(4_600, 5_300);
        assertThat(first.get("reader")).isBetween(30, 110); // a third of 2 % that explore
        assertThat(plan(policy, 100, 100).figures().get("reader")).isCloseTo(10, within(0.01));
    }

    @Test
    void expectsTheTimeForAnAnswerOfTheUsualLength() {
        PolicySnapshot policy = policy("{strategy: {type: latency}, targets: [{model: cheap}, {model: dear}]}");
        stats.sent(model(policy, "cheap"), "c");
        stats.firstContent(model(policy, "cheap"), 100 * MILLI);
        stats.ended(new AttemptWatch.Sent(
                model(policy, "cheap"),
                "c",
                200,
                null,
                Tokens.of(10, 100),
                100 * MILLI,
                2_100 * MILLI,
                ProviderLimits.NONE));

        assertThat(plan(policy, 100, 0).figures().get("cheap")).isCloseTo(2.1, within(0.001));
        assertThat(plan(policy, 100, 10).figures().get("cheap")).isCloseTo(0.3, within(0.001));
        assertThat(plan(policy, 100, 10).figures().get("dear")).isCloseTo(0.3, within(0.001));
    }

    @Test
    void takesOneThatLetsOthersWaitForSlow() {
        PolicySnapshot policy = policy("{strategy: {type: latency}, targets: [{model: cheap}, {model: dear}]}");
        answered(policy, "cheap", 1_000, 100);
        answered(policy, "dear", 1_000, 100);
        stats.sent(model(policy, "dear"), "c");

        now += 5_000 * MILLI;

        assertThat(first(policy, 1_000).get("cheap")).isGreaterThan(970);
    }

    @Test
    void forgetsSlownessThatNobodyHasSeenForLong() {
        PolicySnapshot policy = policy("{strategy: {type: latency}, targets: [{model: cheap}, {model: dear}]}");
        answered(policy, "dear", 10_000, 100);
        now += 60_000 * MILLI;
        answered(policy, "cheap", 1_000, 100);

        assertThat(first(policy, 1_000).get("dear")).isBetween(350, 550);
    }

    @Test
    void addsUpWhatMatters() {
        PolicySnapshot policy = policy("{strategy: {type: score, weights: {cost: 1, quality: 1}}, " + ALL);

        RoutePlan plan = plan(policy, 100, 100);

        assertThat(plan.figures().get("cheap")).isCloseTo((1 + 0.4) / 2, within(1e-6));
        assertThat(plan.figures().get("dear")).isCloseTo((0.1 + 0.9) / 2, within(1e-6));
        assertThat(plan.figures().get("unpriced")).isCloseTo((0 + 0.5) / 2, within(1e-6));
        assertThat(Plans.names(plan)).startsWith("cheap", "dear").endsWith("unpriced");
    }

    @Test
    void scoresByLatency() {
        PolicySnapshot policy = policy(
                "{strategy: {type: score, weights: {cost: 1, latency: 3}}, targets: [{model: cheap}, {model: dear}]}");
        answered(policy, "cheap", 4_000, 100);
        answered(policy, "dear", 1_000, 100);

        Map<String, Integer> first = first(policy, 1_000);

        assertThat(first.get("dear")).isBetween(970, 999);
    }

    @Test
    void keepsASessionWhereItIsWhateverTheStrategySays() {
        PolicySnapshot policy =
                policy("{strategy: {type: cost}, sticky: {by: [key]}, targets: [{model: cheap}, {model: dear}]}");

        assertThat(first(policy, 100)).hasSize(1);
    }

    @Test
    void takesAVirtualModelForTheBestBehindIt() {
        PolicySnapshot policy = Plans.policy(
                CHEAP,
                DEAR,
                READER,
                UNPRICED,
                "VirtualModel w: {targets: [{model: cheap}, {model: unpriced}]}",
                "VirtualModel v: {strategy: {type: cost}, targets: [{model: dear}, {model: w}]}");

        assertThat(names(policy)).endsWith("dear").hasSize(3);
    }
}
