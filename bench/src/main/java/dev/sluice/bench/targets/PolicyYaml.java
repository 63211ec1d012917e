package dev.sluice.bench.targets;

import dev.sluice.bench.mock.Behaviour;
import dev.sluice.contract.key.KeyFormat;
import java.security.SecureRandom;

/**
 * The policy that the gateway under test decides by: one account, which is the mock, a priced wildcard model for all its
 * behaviours and one of its own for calls that hang, many keys of one service account, and the rules that let it in.
 */
public record PolicyYaml(String key, String text) {
    private static final int KEYS = 1_000;
    private static final int A_FEW_KEYS = 10;

    /** @param rules access rules; the last one is the one that grants */
    public static PolicyYaml of(int upstreamPort, int rules) {
        return of(upstreamPort, rules, 0, KEYS);
    }

    /** @param limits of others, each of its own service account or model */
    public static PolicyYaml withLimits(int upstreamPort, int limits) {
        return of(upstreamPort, 1, limits, KEYS);
    }

    /** As somebody writes it into a file by hand. */
    public static PolicyYaml small(int upstreamPort) {
        return of(upstreamPort, 1, 0, A_FEW_KEYS);
    }

    /** @param upstreamPort where TLS is spoken */
    public static PolicyYaml toTls(int upstreamPort) {
        return of("https://localhost:" + upstreamPort, 1, 0, KEYS);
    }

    /** As {@link #small}, with a provider over TLS. */
    public static PolicyYaml smallToTls(int upstreamPort) {
        return of("https://localhost:" + upstreamPort, 1, 0, A_FEW_KEYS);
    }

    private static PolicyYaml of(int upstreamPort, int rules, int limits, int keys) {
        return of("http://127.0.0.1:" + upstreamPort, rules, limits, keys);
    }

    private static PolicyYaml of(String upstream, int rules, int limits, int keys) {
        SecureRandom random = new SecureRandom();
        String hung = Behaviour.HUNG.model();
        StringBuilder yaml = new StringBuilder("""
                kind: ProviderAccount
                metadata: {name: mock}
                spec:
                  provider: openai-compatible
                  baseUrl: %s/v1
                  allowPrivateNetwork: true
                  credentials: [{name: default, secret: {value: provider-secret-of-the-bench}}]
                ---
                kind: Model
                metadata: {name: "%s-*"}
                spec:
                  account: mock
                  upstream: "%s-*"
                  modes: [chat]
                  price: {input: "0.50", cachedInput: "0.10", output: "1.50"}
                ---
                kind: Model
                metadata: {name: "%s"}
                spec:
                  account: mock
                  upstream: "%s"
                  modes: [chat]
                  price: {input: "0.50", output: "1.50"}
                ---
                kind: ServiceAccount
                metadata: {name: bench}
                spec: {}
                ---
                kind: RateLimit
                metadata: {name: per-key}
                spec:
                  per: [key]
                  limits:
                    - {unit: requests, amount: 1000000000, window: 1m}
                    - {unit: tokens, amount: 1000000000000, window: 1m}
                    - {unit: concurrent, amount: 1000000}
                ---
                kind: Budget
                metadata: {name: month}
                spec: {per: [serviceAccount], limits: [{usd: "1000000.00", period: month}]}
                """.formatted(upstream, Behaviour.PREFIX, Behaviour.PREFIX, hung, hung));
        for (int i = 1; i < rules; i++) {
            rule(yaml, "rule-" + i, "team-" + i + "/*");
        }
        rule(yaml, "bench", Behaviour.PREFIX + "-*");
        for (int i = 0; i < limits; i++) {
            String of =
                    i % 2 == 0 ? "subjects: {in: [\"serviceAccount:other-" + i : "models: {in: [\"other-" + i + "/*";
            yaml.append("---\nkind: RateLimit\nmetadata: {name: other-")
                    .append(i)
                    .append("}\nspec: {match: {")
                    .append(of);
            yaml.append("\"]}}, limits: [{unit: requests, amount: 1, window: 1m}]}\n");
        }
        String key = "";
        for (int i = 0; i < keys; i++) {
            key = KeyFormat.generate(true, random).key();
            yaml.append("---\nkind: ApiKey\nmetadata: {name: key-").append(i).append("}\n");
            yaml.append("spec: {owner: \"serviceAccount:bench\", models: [\"*\"], secret: {sha256: ");
            yaml.append(KeyFormat.sha256(key)).append("}}\n");
        }
        return new PolicyYaml(key, yaml.toString());
    }

    private static void rule(StringBuilder yaml, String name, String models) {
        yaml.append("---\nkind: AccessRule\nmetadata: {name: ").append(name).append("}\n");
        yaml.append("spec: {subjects: [\"serviceAccount:bench\"], models: [\"")
                .append(models)
                .append("\"]}\n");
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "PolicyYaml";
    }
}
