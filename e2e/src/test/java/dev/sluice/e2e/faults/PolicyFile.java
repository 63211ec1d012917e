package dev.sluice.e2e.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** The policy of gateways that have no control plane: a model for each provider, of the same name, and one key for all. */
final class PolicyFile {
    static final String KEY = "a-key-of-thirty-two-characters-or-more";
    private static final String KEY_VARIABLE = "APP_API_KEY";

    private PolicyFile() {}

    /** @param more manifests, each with {@code ---} after it */
    static Path write(Path directory, Map<String, StandIn> providers, String more) throws IOException {
        String accounts = providers.entrySet().stream()
                .map(provider -> account(provider.getKey(), provider.getValue()))
                .collect(Collectors.joining());
        return Files.writeString(directory.resolve("policy.yaml"), accounts + more + """
                kind: ServiceAccount
                metadata: {name: bot}
                spec: {}
                ---
                kind: AccessRule
                metadata: {name: all}
                spec: {subjects: ["*"], models: ["*"]}
                ---
                kind: ApiKey
                metadata: {name: bot}
                spec: {owner: "serviceAccount:bot", models: ["*"], secret: {env: APP_API_KEY}}
                """);
    }

    private static String account(String name, StandIn provider) {
        return """
                kind: ProviderAccount
                metadata: {name: %1$s}
                spec: {provider: openai-compatible, baseUrl: "http://127.0.0.1:%2$d/v1", allowPrivateNetwork: true,
                       credentials: [{name: k, secret: {env: APP_API_KEY}}]}
                ---
                kind: Model
                metadata: {name: %1$s}
                spec: {account: %1$s, upstream: m, price: {input: "1", output: "1"}}
                ---
                """.formatted(name, provider.port());
    }

    /** What a gateway needs to know to read it. */
    static Map<String, String> settings(Path policy) {
        return Map.of("SLUICE_POLICY_FILE", policy.toString(), "SLUICE_SECRET_NAMES", KEY_VARIABLE, KEY_VARIABLE, KEY);
    }
}
