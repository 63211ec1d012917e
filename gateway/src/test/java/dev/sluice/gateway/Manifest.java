package dev.sluice.gateway;

import dev.sluice.contract.key.KeyFormat;

/** Manifests for tests: one account, models on it, people, keys. */
public final class Manifest {
    public static final String KEY = "sl_s_ABCDEFGH_0123456789012345678901234567890123456789012_abcdef";
    public static final String NARROW_KEY = "sl_s_ABCDEFGI_0123456789012345678901234567890123456789012_abcdef";
    public static final String EXPIRED_KEY = "sl_s_ABCDEFGJ_0123456789012345678901234567890123456789012_abcdef";
    public static final String BOUND_KEY = "sl_s_ABCDEFGK_0123456789012345678901234567890123456789012_abcdef";

    private Manifest() {}

    /** @param baseUrl of the provider */
    public static String of(String baseUrl) {
        return """
                kind: ProviderAccount
                metadata: {name: fake}
                spec:
                  provider: openai-compatible
                  baseUrl: %s
                  allowPrivateNetwork: true
                  credentials: [{name: primary, secret: {value: upstream-secret}}]
                  timeouts: {connect: 1s, firstToken: 2s, idle: 1s, total: 20s}
                ---
                kind: Model
                metadata: {name: fake/chat}
                spec: {account: fake, upstream: up-chat, modes: [chat], price: {input: "0.50", cachedInput: "0.10", output: "1.50"}}
                ---
                kind: Model
                metadata: {name: fake/free-text}
                spec: {account: fake, upstream: up-unpriced, modes: [chat]}
                ---
                kind: Model
                metadata: {name: any/*}
                spec: {account: fake, upstream: "*"}
                ---
                kind: Team
                metadata: {name: research}
                spec: {members: ["serviceAccount:bot"]}
                ---
                kind: ServiceAccount
                metadata: {name: bot}
                spec: {team: research, metadata: {env: prod}}
                ---
                kind: ServiceAccount
                metadata: {name: stranger}
                spec: {}
                ---
                kind: AccessRule
                metadata: {name: research}
                spec: {subjects: ["team:research"], models: ["fake/*", "any/*"]}
                ---
                kind: ApiKey
                metadata: {name: bot-key}
                spec: {owner: "serviceAccount:bot", models: ["*"], secret: {sha256: %s}}
                ---
                kind: ApiKey
                metadata: {name: narrow-key}
                spec: {owner: "serviceAccount:bot", models: ["fake/free-text"], secret: {sha256: %s}}
                ---
                kind: ApiKey
                metadata: {name: expired-key}
                spec: {owner: "serviceAccount:bot", models: ["*"], expiresAt: "2020-01-01T00:00:00Z", secret: {sha256: %s}}
                ---
                kind: ApiKey
                metadata: {name: bound-key}
                spec: {owner: "serviceAccount:bot", models: ["*"], allowedCidrs: ["10.0.0.0/8"], secret: {sha256: %s}}
                """.formatted(
                        baseUrl,
                        KeyFormat.sha256(KEY),
                        KeyFormat.sha256(NARROW_KEY),
                        KeyFormat.sha256(EXPIRED_KEY),
                        KeyFormat.sha256(BOUND_KEY));
    }
}
