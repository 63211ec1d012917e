package dev.sluice.contract.limit.simulation;

import dev.sluice.contract.limit.Amounts;
import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.LimitRules;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.PolicyCompiler;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * What five minutes of ten times the limit come to.
 *
 * @param over the most in any window of a minute, after the first, in percent over the limit
 * @param served of what the limit would have let through after the first minute, in percent
 */
record Outcome(double over, double served) {
    private static final int SECONDS = 300;
    private static final int STEP_MILLIS = 50;

    static LimitRules rules(String mode, int limit) {
        return compiled("kind: RateLimit\nmetadata: {name: a}\nspec: {" + mode + "limits: [{unit: requests, amount: "
                + limit + ", window: 1m}]}");
    }

    static LimitRules compiled(String yaml) {
        PolicyState state = new PolicyState();
        state.apply(
                new Snapshot(1, 1, List.of(Change.put(Manifests.readYaml(yaml).getFirst(), 1))));
        return new PolicyCompiler((_, _) -> "").compile(state).limits();
    }

    static Outcome of(Scenario scenario, String mode, boolean talks, long seed) {
        World world = new World(seed);
        Wire wire = new Wire(world, scenario.loss());
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < scenario.gateways; i++) {
            nodes.add(new Node(world, wire, i, rules(mode, scenario.limit), talks));
        }
        scenario.arrange(world, wire, nodes);
        int[] admitted = new int[SECONDS];
        double perStep = scenario.limit * 10 / 60.0 * STEP_MILLIS / 1_000;
        double due = 0;
        for (long at = 0; at < SECONDS * 1_000L; at += STEP_MILLIS) {
            world.runUntil(at);
            for (due += perStep; due >= 1; due--) {
                Node node = nodes.get(scenario.pick(world));
                if (node.ask(Amounts.of(0, 0, 0))
                        .map(held -> {
                            held.close();
                            return true;
                        })
                        .orElse(false)) {
                    admitted[(int) (at / 1_000)]++;
                }
            }
        }
        return of(admitted, scenario.limit);
    }

    private static Outcome of(int[] admitted, int limit) {
        int most = 0;
        long all = 0;
        for (int second = 60; second < SECONDS; second++) {
            all += admitted[second];
            if (second + 60 <= SECONDS) {
                int window = 0;
                for (int i = second; i < second + 60; i++) {
                    window += admitted[i];
                }
                most = Math.max(most, window);
            }
        }
        return new Outcome(100.0 * (most - limit) / limit, 100.0 * all / (limit * (SECONDS - 60) / 60.0));
    }
}
