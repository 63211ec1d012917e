package dev.sluice.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.Owner;
import dev.sluice.contract.policy.ParameterOverrides;
import dev.sluice.contract.policy.PolicyCompiler;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.RequestShape;
import dev.sluice.contract.policy.Residency;
import dev.sluice.contract.policy.Snapshot;
import dev.sluice.contract.policy.Subject;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.observed.TargetStats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutePlannerTest {
    private static final String MODELS = """
            kind: ProviderAccount
            metadata: {name: p}
            spec: {provider: openai, credentials: [{name: c, secret: {value: x}}]}
            """;

    private final Random random = new Random(7);
    private final RoutePlanner planner = new RoutePlanner(random::nextDouble, new TargetStats(), new TargetHealth());

    private static PolicySnapshot policy(String... virtual) {
        StringBuilder text = new StringBuilder(MODELS);
        for (String name : List.of("a", "b", "c", "d", "e")) {
            text.append("---\nkind: Model\nmetadata: {name: ")
                    .append(name)
                    .append("}\nspec: {account: p, upstream: u}\n");
        }
        for (String line : virtual) {
            int colon = line.indexOf(':');
            text.append("---\nkind: VirtualModel\nmetadata: {name: ")
                    .append(line, 0, colon)
                    .append("}\nspec: ");
            text.append(line.substring(colon + 1)).append('\n');
        }
        List<Change> changes = new ArrayList<>();
        for (PolicyObject object : Manifests.readYaml(text.toString())) {
            changes.add(Change.put(object, 1));
        }
        PolicyState state = new PolicyState();
        state.apply(new Snapshot(1, 1, changes));
        return new PolicyCompiler((_, _) -> "secret").compile(state);
    }

    private static RouteFacts facts(Map<String, String> metadata, Map<String, String> headers, long millis) {
        Owner owner =
                new Owner(new Subject(Subject.Type.USER, "ada"), false, List.of("research"), "", Map.of(), List.of());
        return new RouteFacts(
                new LimitFacts(owner, "key", "", metadata, ""),
                headers::get,
                millis,
                RequestShape.of(0, false, 0, false),
                () -> headers.getOrDefault("x-conversation", ""),
                _ -> CostEstimate.UNPRICED);
    }

    private RoutePlan plan(PolicySnapshot policy, String name, RouteFacts facts) {
        return planner.plan(policy, name, Residency.ANYWHERE, () -> facts);
    }

    private List<String> names(PolicySnapshot policy, String name) {
        return names(plan(policy, name, facts(Map.of(), Map.of(), 0)));
    }

    private static List<String> names(RoutePlan plan) {
        return plan.targets().stream().map(CompiledModel::name).toList();
    }

    private String session(PolicySnapshot policy, int n, long millis) {
        return names(plan(policy, "v", facts(Map.of(), Map.of("x-session", "s" + n), millis)))
                .getFirst();
    }

    @Test
    void plansAModelAsItsOwnOnlyTarget() {
        RoutePlan plan = planner.plan(policy(), "a", Residency.ANYWHERE, () -> {
            throw new AssertionError("nobody asks");
        });

        assertThat(names(plan)).containsExactly("a");
        assertThatThrownBy(() -> names(policy(), "z"))
                .isInstanceOfSatisfying(
                        GatewayException.class,
                        e -> assertThat(e.error()).isEqualTo(new GatewayError.UnknownModel("z")));
    }

    @Test
    void drawsACanaryByItsWeight() {
        PolicySnapshot policy =
                policy("v:{targets: [{model: a, weight: 95}, {model: b, weight: 5}, {model: c, weight: 0}]}");
        Map<String, Integer> first = new HashMap<>();

        for (int i = 0; i < 10_000; i++) {
            List<String> names = names(policy, "v");
            first.merge(names.getFirst(), 1, Integer::sum);
            assertThat(names).hasSize(3).endsWith("c");
        }

        assertThat(first.get("b")).isBetween(400, 600);
        assertThat(first).doesNotContainKey("c");
    }

    @Test
    void ordersTheOthersByWeight() {
        PolicySnapshot policy = policy(
                "v:{targets: [{model: a, weight: 1}, {model: b, weight: 5}, {model: c, weight: 3}, {model: d, weight: 9}]}");

        for (int i = 0; i < 100; i++) {
            List<String> rest = new ArrayList<>(names(policy, "v"));
            rest.removeFirst();
            assertThat(List.of("d", "b", "c", "a")).containsSubsequence(rest);
        }
    }

    @Test
    void asksTheLowestPriorityFirst() {
        PolicySnapshot policy = policy(
                "v:{strategy: {type: priority}, targets: [{model: a, priority: 2}, {model: b, priority: 1, weight: 1},"
                        + " {model: c, priority: 1, weight: 1}, {model: d}], fallback: {to: [e, a]}}");
        Set<String> second = new HashSet<>();

        for (int i = 0; i < 100; i++) {
            List<String> names = names(policy, "v");
            assertThat(names).startsWith("d").endsWith("a", "e").hasSize(5);
            second.add(names.get(1));
        }

        assertThat(second).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void leavesOutTargetsOfOtherRequestsAndSaysSo() {
        PolicySnapshot policy =
                policy("v:{strategy: {type: priority}, targets: [{model: a, when: {metadata: {tier: {in: [gold]}}}},"
                        + " {model: b, when: {headers: {x-tier: {in: [gold]}}}}, {model: c, when: {subjects: {in: ['team:research']}}},"
                        + " {model: d, when: {subjects: {notIn: ['user:ada']}}}]}");

        assertThat(names(plan(policy, "v", facts(Map.of("tier", "gold"), Map.of(), 0))))
                .containsExactlyInAnyOrder("a", "c");
        assertThat(names(plan(policy, "v", facts(Map.of(), Map.of("x-tier", "gold"), 0))))
                .containsExactlyInAnyOrder("b", "c");
        assertThat(plan(policy, "v", facts(Map.of(), Map.of(), 0)).leftOut())
                .extracting(RoutePlan.LeftOut::model)
                .containsExactly("a", "b", "d");
    }

    @Test
    void refusesWhatNoTargetTakes() {
        PolicySnapshot policy = policy("v:{targets: [{model: a, when: {metadata: {tier: {in: [gold]}}}}]}");

        assertThatThrownBy(() -> names(policy, "v"))
                .isInstanceOfSatisfying(
                        GatewayException.class,
                        e -> assertThat(e.error().errorClass()).isEqualTo("invalid_request"));
    }

    @Test
    void keepsAConversationAtItsTarget() {
        PolicySnapshot policy = policy("v:{sticky: {by: [conversation]}, targets: [{model: a}, {model: b}]}");
        Map<String, Integer> first = new HashMap<>();
        for (int n = 0; n < 1_000; n++) {
            RouteFacts turn = facts(Map.of(), Map.of("x-conversation", "c" + n), 0);
            String target = names(plan(policy, "v", turn)).getFirst();
            first.merge(target, 1, Integer::sum);
            assertThat(names(plan(policy, "v", turn)).getFirst()).isEqualTo(target);
        }
        assertThat(first.get("a")).isBetween(420, 580);

        Map<String, Integer> without = new HashMap<>();
        for (int n = 0; n < 1_000; n++) {
            without.merge(names(policy, "v").getFirst(), 1, Integer::sum);
        }
        assertThat(without.get("a")).as("a request without one goes anywhere").isBetween(420, 580);
    }

    @Test
    void keepsASessionAtItsTarget() {
        String targets = "targets: [{model: a, weight: 50}, {model: b, weight: 50}, {model: c, weight: 100}]}";
        PolicySnapshot policy = policy("v:{sticky: {by: ['header:x-session']}, " + targets);
        PolicySnapshot later = policy("w:{targets: [{model: a}]}", "v:{sticky: {by: ['header:x-session']}, " + targets);
        PolicySnapshot without = policy(
                "v:{sticky: {by: ['header:x-session']}, targets: [{model: a, weight: 50}, {model: c, weight: 100}]}");
        Map<String, Integer> first = new HashMap<>();

        for (int n = 0; n < 4_000; n++) {
            String target = session(policy, n, 0);
            first.merge(target, 1, Integer::sum);
            assertThat(session(policy, n, 1_000_000)).isEqualTo(target);
            assertThat(session(later, n, 0)).isEqualTo(target);
            if (!target.equals("b")) {
                assertThat(session(without, n, 0)).isEqualTo(target);
            }
        }

        assertThat(first.get("a")).isBetween(850, 1_150);
        assertThat(first.get("c")).isBetween(1_850, 2_150);
    }

    @Test
    void mayMoveASessionWhenItsTtlIsOver() {
        PolicySnapshot policy =
                policy("v:{sticky: {by: ['header:x-session'], ttl: 10m}, targets: [{model: a}, {model: b}]}");
        Set<String> seen = new HashSet<>();
        int moves = 0;

        for (long minute = 0; minute < 600; minute++) {
            String now = session(policy, 1, minute * 60_000);
            moves += now.equals(session(policy, 1, (minute + 1) * 60_000)) ? 0 : 1;
            seen.add(now);
        }

        assertThat(seen).hasSize(2);
        assertThat(moves).isBetween(10, 59);
    }

    @Test
    void setsParametersOfTheOuterModelOverTheInners() {
        PolicySnapshot policy = policy(
                "v:{strategy: {type: priority}, targets: [{model: w, overrides: {temperature: 1}}, {model: b, priority: 1}]}",
                "w:{targets: [{model: a, overrides: {temperature: 0, seed: 3}}]}");

        RoutePlan plan = plan(policy, "v", facts(Map.of(), Map.of(), 0));

        assertThat(plan.overrides())
                .isEqualTo(Map.of("a", new ParameterOverrides(1.0, null, null, 3L, null, null, null)));
    }

    @Test
    void goesIntoVirtualModelsThreeDeepAndNotInCircles() {
        PolicySnapshot policy = policy(
                "v:{strategy: {type: priority}, targets: [{model: w}, {model: a, priority: 1}], fallback: {to: [nowhere]}}",
                "w:{targets: [{model: x}], fallback: {to: [b]}}",
                "x:{targets: [{model: c}, {model: y, weight: 0}]}",
                "y:{targets: [{model: d}]}",
                "o:{targets: [{model: o}, {model: e}]}");

        RoutePlan plan = plan(policy, "v", facts(Map.of(), Map.of(), 0));

        assertThat(names(plan)).containsExactly("c", "b", "a");
        assertThat(plan.leftOut()).extracting(RoutePlan.LeftOut::model).containsExactly("y", "nowhere");
        assertThat(names(policy, "o")).containsExactly("e");
    }
}
