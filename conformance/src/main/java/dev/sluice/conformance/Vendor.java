package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.catalog.Catalog;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Who answers, and how it is reached.
 *
 * @param provider as accounts name it
 * @param path what the account's base URL ends with
 * @param upstream a model of it that thinks and takes tools
 * @param contentType of its streams
 */
record Vendor(String provider, String path, String upstream, String contentType) {
    private static final String EVENTS = "text/event-stream";
    private static final Map<String, String> SHORT_NAMES = Map.of("azure", "azure-openai", "vertex", "vertex");
    private static final Map<String, String> BY_DIALECT = Map.of(
            "chat", "openai-compatible",
            "responses", "openai",
            "messages", "anthropic",
            "gemini", "gemini",
            "converse", "bedrock",
            "cohere", "cohere",
            "ollama", "ollama");

    /** The provider that a file's name begins with, else one that speaks its dialect. */
    static Vendor ofStream(String file, String dialect) throws Fixtures.Malformed {
        if (dialect.equals("responses")) {
            // A model that takes tools there alone.
            return new Vendor("openai", "/v1", "gpt-5.6", EVENTS);
        }
        String provider = named(file);
        if (!provider.isEmpty() && speaks(provider, dialect)) {
            return ofProvider(provider);
        }
        String other = BY_DIALECT.get(dialect);
        if (other == null) {
            throw new Fixtures.Malformed(
                    file + " is in the dialect '" + dialect + "', which is unknown: use one of " + BY_DIALECT.keySet());
        }
        return ofProvider(other);
    }

    static Vendor ofError(String name) {
        String provider = named(name);
        return ofProvider(provider.isEmpty() ? "openai-compatible" : provider);
    }

    private static String named(String file) {
        int end = file.indexOf('-');
        String first = end < 0 ? file : file.substring(0, end);
        String provider = SHORT_NAMES.getOrDefault(first, first);
        return Catalog.builtIn().provider(provider).isPresent() ? provider : "";
    }

    private static boolean speaks(String provider, String dialect) {
        String spoken =
                Catalog.builtIn().provider(provider).orElseThrow().dialect().wireName();
        return switch (dialect) {
            case "chat" -> spoken.equals("openai");
            case "messages" -> spoken.equals("anthropic");
            case "converse" -> spoken.equals("bedrock");
            default -> spoken.equals(dialect);
        };
    }

    /** One that an expected request is for. */
    static Vendor ofRequest(String name) throws Fixtures.Malformed {
        if (named(name).isEmpty()) {
            throw new Fixtures.Malformed("requests.json expects a request to '" + name + "', which is no provider");
        }
        return ofProvider(name);
    }

    static Vendor ofProvider(String name) {
        String provider = SHORT_NAMES.getOrDefault(name, name);
        return switch (provider) {
            case "anthropic" -> new Vendor(provider, "", "claude-sonnet-4-6", EVENTS);
            case "gemini" -> new Vendor(provider, "", "gemini-3.5-flash", EVENTS);
            case "vertex" -> new Vendor(provider, "", "gemini-2.5-flash", EVENTS);
            case "bedrock" ->
                new Vendor(provider, "", "us.anthropic.claude-sonnet-4-6", "application/vnd.amazon.eventstream");
            case "cohere" -> new Vendor(provider, "", "command-a-03-2025", EVENTS);
            case "ollama" -> new Vendor(provider, "", "qwen3", "application/x-ndjson");
            case "azure-openai" -> new Vendor(provider, "", "gpt-4o-mini", EVENTS);
            case "groq" -> new Vendor(provider, "/openai/v1", "openai/gpt-oss-20b", EVENTS);
            default -> new Vendor(provider, "/v1", "some-model", EVENTS);
        };
    }

    /** The model that an expected request names, in its body or its path. */
    String upstream(JsonNode expected) {
        String model = expected.path("body").path("model").asText();
        if (!model.isEmpty()) {
            return model;
        }
        String[] parts = expected.path("path").asText().split("/models?/", 2);
        if (parts.length < 2) {
            return upstream;
        }
        return URLDecoder.decode(parts[1].replaceAll("[:/?].*", "").replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
