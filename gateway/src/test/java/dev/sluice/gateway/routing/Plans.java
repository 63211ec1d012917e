package dev.sluice.gateway.routing;

import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.Owner;
import dev.sluice.contract.policy.PolicyCompiler;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.RequestShape;
import dev.sluice.contract.policy.Snapshot;
import dev.sluice.contract.policy.Subject;
import dev.sluice.contract.usage.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Policies, requests and the names in plans, for tests of routing. */
final class Plans {
    private static final String ACCOUNT = """
            kind: ProviderAccount
            metadata: {name: p}
            spec: {provider: openai-compatible, baseUrl: "https://p.example/v1", credentials: [{name: c, secret: {value: x}}]}
            """;

    private Plans() {}

    /** @param objects {@code Kind name: {spec}} */
    static PolicySnapshot policy(String... objects) {
        StringBuilder text = new StringBuilder(ACCOUNT);
        for (String line : objects) {
            int blank = line.indexOf(' ');
            int colon = line.indexOf(':');
            text.append("---\nkind: ").append(line, 0, blank);
            text.append("\nmetadata: {name: ").append(line, blank + 1, colon);
            text.append("}\nspec: ").append(line.substring(colon + 1)).append('\n');
        }
        List<Change> changes = new ArrayList<>();
        for (PolicyObject object : Manifests.readYaml(text.toString())) {
            changes.add(Change.put(object, 1));
        }
        PolicyState state = new PolicyState();
        state.apply(new Snapshot(1, 1, changes));
        return new PolicyCompiler((_, _) -> "secret").compile(state);
    }

    static LimitFacts caller() {
        Owner owner = new Owner(new Subject(Subject.Type.USER, "ada"), false, List.of(), "", Map.of(), List.of());
        return new LimitFacts(owner, "key", "", Map.of(), "");
    }

    /** Of a request with so many tokens. */
    static RouteFacts facts(long input, long output) {
        return new RouteFacts(
                caller(),
                _ -> null,
                0,
                RequestShape.of(0, false, output, false),
                () -> "",
                target -> cost(target, Tokens.of(input, output)));
    }

    private static long cost(CompiledModel target, Tokens tokens) {
        return target.price() == null ? CostEstimate.UNPRICED : target.price().costNanos(tokens);
    }

    static List<String> names(RoutePlan plan) {
        return plan.targets().stream().map(CompiledModel::name).toList();
    }
}
