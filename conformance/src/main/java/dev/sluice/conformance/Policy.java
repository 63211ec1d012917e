package dev.sluice.conformance;

import dev.sluice.contract.catalog.Catalog;
import dev.sluice.contract.catalog.Provider;

/** Manifests: an account at each provider of the catalog, with all of its models as {@code <provider>/<upstream>}. */
final class Policy {
    private Policy() {}

    /** @param more fields of every account, such as {@code , timeouts: {total: 1s}} */
    static String of(int port, String keyHash, String more) {
        StringBuilder manifests = new StringBuilder();
        for (Provider provider : Catalog.builtIn().providers()) {
            manifests.append(account(provider.name(), Vendor.ofProvider(provider.name()), port, more));
        }
        return manifests + caller(keyHash);
    }

    /** Who may use all of it. */
    static String caller(String keyHash) {
        return """
                kind: ServiceAccount
                metadata: {name: bot}
                spec: {}
                ---
                kind: AccessRule
                metadata: {name: all}
                spec: {subjects: ["serviceAccount:bot"], models: ["*"]}
                ---
                kind: ApiKey
                metadata: {name: bot-key}
                spec: {owner: "serviceAccount:bot", models: ["*"], secret: {sha256: %s}}
                """.formatted(keyHash);
    }

    /** An account of the name at the port, with all of its models as {@code <name>/<upstream>}. */
    static String account(String name, Vendor vendor, int port, String more) {
        return """
                kind: ProviderAccount
                metadata: {name: %6$s}
                spec: {provider: %1$s, baseUrl: "http://127.0.0.1:%2$d%3$s", allowPrivateNetwork: true, credentials: [{name: primary, %4$s}]%5$s}
                ---
                kind: Model
                metadata: {name: "%6$s/*"}
                spec: {account: %6$s, upstream: "*", modes: [chat, embedding], price: {input: "1", cachedInput: "0.1", cacheWrite: "1.25", cacheWrite1h: "2", output: "4", audioInput: "8", audioOutput: "16"}}
                ---
                """.formatted(
                        vendor.provider(),
                        port,
                        vendor.path(),
                        credential(vendor.provider()),
                        place(vendor.provider()) + more,
                        name);
    }

    private static String credential(String provider) {
        String secret = "{value: " + TestedGateway.SECRET + "}";
        return provider.equals("bedrock")
                ? "aws: {accessKeyId: {value: AKIDEXAMPLE}, secretAccessKey: " + secret + "}"
                : "secret: " + secret;
    }

    private static String place(String provider) {
        return switch (provider) {
            case "bedrock" -> ", region: us-east-1";
            case "vertex" -> ", project: demo, location: europe-west1";
            default -> "";
        };
    }
}
