package dev.sluice.local.seed;

import dev.sluice.contract.catalog.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One object of a fresh installation.
 *
 * @param path below {@code /api/v1}: collection and name
 * @param spec as in a manifest
 */
record Seed(String path, Map<String, ?> spec) {

    static final Seed KEY =
            new Seed("/api-keys/quickstart", Map.of("owner", "serviceAccount:quickstart", "models", List.of("*")));

    String name() {
        return path.substring(path.indexOf('/', 1) + 1);
    }

    Map<String, Object> body() {
        return Map.of("metadata", Map.of("name", name()), "spec", spec);
    }

    /** What everybody gets but the key, in an order in which each refers to earlier ones only. */
    static List<Seed> basics(String demoUrl) {
        return List.of(
                new Seed("/teams/everyone", Map.of()),
                new Seed("/service-accounts/quickstart", Map.of("team", "everyone")),
                new Seed(
                        "/provider-accounts/demo",
                        Map.of(
                                "provider",
                                "openai-compatible",
                                "baseUrl",
                                demoUrl,
                                "allowPrivateNetwork",
                                true,
                                "credentials",
                                credential("demo"))),
                new Seed(
                        "/models/demo/chat",
                        Map.of(
                                "account",
                                "demo",
                                "upstream",
                                "demo-chat",
                                "modes",
                                List.of("chat"),
                                "price",
                                Map.of("input", "0.50", "cachedInput", "0.10", "output", "1.50"))),
                new Seed(
                        "/access-rules/everyone-everything", Map.of("subjects", List.of("*"), "models", List.of("*"))));
    }

    /** An account and a wildcard Model for every provider whose key the environment holds. */
    static List<Seed> providers(List<Provider> known, Map<String, String> environment) {
        var seeds = new ArrayList<Seed>();
        for (var provider : known) {
            provider.env().stream()
                    .map(name -> environment.getOrDefault(name, "").strip())
                    .filter(key -> !key.isEmpty())
                    .findFirst()
                    .ifPresent(key -> {
                        seeds.add(new Seed(
                                "/provider-accounts/" + provider.name(),
                                Map.of("provider", provider.name(), "credentials", credential(key))));
                        seeds.add(new Seed(
                                "/models/" + provider.name() + "/*",
                                Map.of("account", provider.name(), "upstream", "*", "modes", List.of("chat"))));
                    });
        }
        return seeds;
    }

    private static List<Map<String, ?>> credential(String secret) {
        return List.of(Map.of("name", "default", "secret", Map.of("value", secret)));
    }

    /** Without the spec: it may hold a secret. */
    @Override
    public String toString() {
        return "Seed[" + path + "]";
    }
}
