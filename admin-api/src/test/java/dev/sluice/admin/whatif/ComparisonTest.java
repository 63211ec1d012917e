package dev.sluice.admin.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admin.usage.PastRequest;
import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.PolicyCompiler;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.Snapshot;
import dev.sluice.contract.usage.Tokens;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What two policies make of the same requests. */
class ComparisonTest {
    private static final Instant FROM = Instant.parse("2026-03-10T12:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-11T12:00:00Z");
    private static final String BASE = """
            kind: ProviderAccount
            metadata: {name: openai}
            spec: {provider: openai, credentials: [{name: primary, secret: {value: a-secret-of-nobody}}]}
            ---
            kind: Model
            metadata: {name: m}
            spec: {account: openai, upstream: up, modes: [chat], price: {input: "1", output: "2"}}
            ---
            kind: Model
            metadata: {name: cheap}
            spec: {account: openai, upstream: up2, modes: [chat], price: {input: "0.1", output: "0.2"}}
            ---
            kind: User
            metadata: {name: ada}
            spec: {}
            ---
            kind: User
            metadata: {name: bob}
            spec: {}
            ---
            kind: ApiKey
            metadata: {name: k-ada}
            spec: {owner: "user:ada", models: ["*"], secret: {sha256: %s}}
            """.formatted(KeyFormat.sha256("k"));
    private static final String ALL =
            "---\nkind: AccessRule\nmetadata: {name: all}\nspec: {subjects: [\"*\"], models: [\"*\"]}\n";

    private static PolicySnapshot policy(String more) {
        List<Change> changes = new ArrayList<>();
        Manifests.readYaml(BASE + more).forEach(object -> changes.add(Change.put(object, 1)));
        PolicyState state = new PolicyState();
        state.apply(new Snapshot(1, 1, changes));
        PolicySnapshot policy = new PolicyCompiler((_, _) -> "x".repeat(40)).compile(state);
        assertThat(policy.disabled()).isEmpty();
        return policy;
    }

    private static String rate(String name, String spec) {
        return "---\nkind: RateLimit\nmetadata: {name: " + name + "}\nspec: " + spec + "\n";
    }

    private static String budget(String name, String spec) {
        return "---\nkind: Budget\nmetadata: {name: " + name + "}\nspec: " + spec + "\n";
    }

    private static Comparison comparison(String now, String then, long weight) {
        return new Comparison(policy(now), policy(then), FROM, TO, weight);
    }

    private static PastRequest request(String user, long second, long latencySeconds, Tokens tokens) {
        return new PastRequest(
                FROM.plusSeconds(second).toEpochMilli(),
                latencySeconds * 1000,
                "chat.completions",
                "m",
                "m",
                "",
                user,
                "",
                user.equals("ada") ? "k-ada" : "",
                tokens,
                77,
                Map.of(),
                1);
    }

    @Test
    void countsWhatATighterLimitWouldRefuseAndWhom() {
        Comparison comparison =
                comparison(ALL, ALL + rate("r", "{per: [user], limits: [{unit: requests, amount: 2, window: 1m}]}"), 1);
        for (int i = 0; i < 10; i++) {
            comparison.add(request("ada", i, 1, Tokens.of(1_000_000, 0)));
        }
        comparison.add(request("bob", 10, 1, Tokens.of(1_000_000, 0)));
        comparison.add(request("ada", 200, 1, Tokens.of(1_000_000, 0))); // the window has passed

        WhatIf result = comparison.result();

        assertThat(result.requests()).isEqualTo(12);
        assertThat(result.sampled()).isNull();
        assertThat(result.now()).isEqualTo(new WhatIf.Totals(0, "12.000000000"));
        assertThat(result.then()).isEqualTo(new WhatIf.Totals(8, "4.000000000"));
        assertThat(result.newlyRefused())
                .containsExactly(
                        new WhatIf.RuleEffect("RateLimit", "r", 8, List.of(new WhatIf.SubjectCount("user:ada", 8))));
        assertThat(result.newlyAllowed()).isEmpty();
    }

    /** A request holds its place until it has ended. */
    @Test
    void settlesRequestsWhenTheyEnd() {
        Comparison comparison = comparison(ALL, ALL + rate("c", "{limits: [{unit: concurrent, amount: 1}]}"), 1);
        comparison.add(request("ada", 0, 10, Tokens.of(1, 1)));
        comparison.add(request("bob", 5, 1, Tokens.of(1, 1)));
        comparison.add(request("bob", 11, 1, Tokens.of(1, 1)));
        comparison.add(request("bob", 20, 1, Tokens.of(1, 1)));

        assertThat(comparison.result().then().refused()).isEqualTo(1);
    }

    @Test
    void pricesByEachPolicyAndFollowsBudgetsToOtherModels() {
        String cheaper = budget("b", "{limits: [{usd: \"2.00\", period: month}], onExceeded: {model: cheap}}");
        Comparison comparison = comparison(ALL, ALL + cheaper, 1);
        for (int i = 0; i < 4; i++) {
            comparison.add(request("ada", i * 10L, 1, Tokens.of(1_000_000, 0)));
        }

        WhatIf result = comparison.result();

        assertThat(result.now().costUsd()).isEqualTo("4.000000000");
        assertThat(result.then()).isEqualTo(new WhatIf.Totals(0, "2.200000000"));
    }

    @Test
    void tellsOfAccessThatGoesAndComes() {
        String adaAlone =
                "---\nkind: AccessRule\nmetadata: {name: all}\nspec: {subjects: [\"user:ada\"], models: [\"*\"]}\n";
        Comparison gone = comparison(ALL, adaAlone, 1);
        Comparison come = comparison(adaAlone, ALL, 1);
        for (String user : List.of("ada", "bob", "bob")) {
            gone.add(request(user, 1, 1, Tokens.of(1, 1)));
            come.add(request(user, 1, 1, Tokens.of(1, 1)));
        }

        List<WhatIf.ModelEffect> bob =
                List.of(new WhatIf.ModelEffect("m", 2, List.of(new WhatIf.SubjectCount("user:bob", 2))));
        assertThat(gone.result().modelsNoLongerAllowed()).isEqualTo(bob);
        assertThat(gone.result().modelsNewlyAllowed()).isEmpty();
        assertThat(come.result().modelsNewlyAllowed()).isEqualTo(bob);
        assertThat(come.result().now().refused()).isEqualTo(2);
    }

    /** What was refused took nothing; let pass it would have taken what others do. */
    @Test
    void takesTheMeanForWhatWasRefused() {
        Comparison comparison =
                comparison(ALL + rate("r", "{limits: [{unit: requests, amount: 1, window: 1h}]}"), ALL, 1);
        comparison.add(request("ada", 0, 1, Tokens.of(3_000_000, 0)));
        comparison.add(request("ada", 10, 0, Tokens.NONE));

        WhatIf result = comparison.result();

        assertThat(result.now()).isEqualTo(new WhatIf.Totals(1, "3.000000000"));
        assertThat(result.then()).isEqualTo(new WhatIf.Totals(0, "6.000000000"));
        assertThat(result.newlyAllowed()).extracting(WhatIf.RuleEffect::name).containsExactly("r");
    }

    @Test
    void scalesASampleAndLeavesOutWhatRowsDoNotHave() {
        Comparison comparison = comparison(
                ALL,
                ALL
                        + rate("ip", "{per: [ip], limits: [{unit: requests, amount: 0, window: 1h}]}")
                        + rate("r", "{limits: [{unit: requests, amount: 30, window: 1h}]}"),
                10);
        for (int i = 0; i < 5; i++) {
            comparison.add(request("bob", i, 1, Tokens.of(1_000_000, 0)));
        }

        WhatIf result = comparison.result();

        assertThat(result.requests()).isEqualTo(50);
        assertThat(result.sampled()).isEqualTo(0.1);
        assertThat(result.leftOut()).containsExactly("RateLimit ip");
        assertThat(result.then()).isEqualTo(new WhatIf.Totals(20, "30.000000000"));
    }
}
