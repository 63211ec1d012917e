package dev.sluice.gateway.auth;

import dev.sluice.contract.key.KeyFormat;
import dev.sluice.contract.policy.ApiKeySpec;
import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.Metadata;
import dev.sluice.contract.policy.PolicyCompiler;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.Residency;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.Snapshot;
import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.observed.TargetStats;
import dev.sluice.gateway.routing.RoutePlan;
import dev.sluice.gateway.routing.RoutePlanner;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Who is it, may the model be used, and who serves it: with 10 000 keys, and one or a hundred rules that match. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PolicyLookupBenchmark {
    private static final int KEYS = 10_000;
    private static final String MODEL = "bench/chat-50";
    private static final byte[] ADDRESS = {127, 0, 0, 1};

    @Param({"1", "100"})
    public int rules;

    private final Authenticator authenticator = new Authenticator(InstantSource.system(), TokenKeys.NONE);
    private final String[] credentials = new String[KEYS];
    private PolicySnapshot policy = new PolicyCompiler((_, _) -> "").compile(new PolicyState());
    private int next;

    @Setup
    public void compile() {
        List<Change> changes = new ArrayList<>();
        for (PolicyObject object : Manifests.readYaml(manifests())) {
            changes.add(Change.put(object, 1));
        }
        for (int n = 0; n < KEYS; n++) {
            credentials[n] = "sl_s_bench-key-of-thirty-two-characters-or-more-" + n;
            changes.add(Change.put(key(n), 1));
        }
        PolicyState state = new PolicyState();
        state.apply(new Snapshot(1, 1, changes));
        policy = new PolicyCompiler((_, _) -> "secret").compile(state);
        if (policy.keyCount() != KEYS || lookUp().targets().isEmpty()) {
            throw new IllegalStateException("the policy is not what was meant: " + policy.disabled());
        }
    }

    private String manifests() {
        StringBuilder yaml = new StringBuilder("""
                kind: ProviderAccount
                metadata: {name: bench}
                spec: {provider: openai, credentials: [{name: default, secret: {value: secret}}]}
                ---
                kind: ServiceAccount
                metadata: {name: bot}
                spec: {}
                """);
        for (int n = 0; n < 100; n++) {
            yaml.append("---\nkind: Model\nmetadata: {name: bench/chat-" + n + "}\n")
                    .append("spec: {account: bench, upstream: chat, modes: [chat]}\n");
        }
        for (int n = 0; n < rules; n++) {
            String models = n == rules / 2 ? "bench/chat-5*" : "bench/other-" + n + "*";
            yaml.append("---\nkind: AccessRule\nmetadata: {name: rule-" + n + "}\n")
                    .append("spec: {subjects: [\"serviceAccount:bot\"], models: [\"" + models + "\"]}\n");
        }
        return yaml.toString();
    }

    private PolicyObject key(int n) {
        ApiKeySpec spec = new ApiKeySpec(
                "serviceAccount:bot",
                null,
                List.of("*"),
                List.of(),
                null,
                List.of(),
                Map.of(),
                null,
                null,
                new ApiKeySpec.KeySecret(KeyFormat.sha256(credentials[n]), null, null));
        return new PolicyObject(Kind.API_KEY, Metadata.named("key-" + n), spec);
    }

    private final RoutePlanner planner = new RoutePlanner(() -> 0.5, new TargetStats(), new TargetHealth());

    /** Each time with another key, so that no cache of the processor is warm by accident. */
    @Benchmark
    public RoutePlan lookUp() {
        next = (next + 7919) % KEYS;
        Principal principal = authenticator.authenticate(policy, credentials[next], ADDRESS);
        if (!principal.mayUse(policy, MODEL)) {
            throw new IllegalStateException("not allowed");
        }
        return planner.plan(policy, MODEL, Residency.ANYWHERE, () -> {
            throw new IllegalStateException("not a virtual model");
        });
    }
}
