package dev.sluice.conformance;

import dev.sluice.contract.catalog.Catalog;
import dev.sluice.contract.catalog.Dialect;
import java.util.List;

/**
 * A provider of the matrix.
 *
 * @param vendor whose account is asked
 * @param answers the file of what it answers in its own words
 */
record Row(String label, Vendor vendor, String answers) {
    static List<Row> all() {
        Vendor vertex = Vendor.ofProvider("vertex");
        return List.of(
                of("openai", "openai"),
                of("azure-openai", "openai"),
                of("anthropic", "anthropic"),
                of("gemini", "gemini"),
                new Row("Google Vertex AI, Gemini", vertex, "vertex"),
                new Row(
                        "Google Vertex AI, Claude",
                        new Vendor("vertex", "", "claude-sonnet-4-6", vertex.contentType()),
                        "anthropic"),
                of("bedrock", "bedrock"),
                of("cohere", "cohere"),
                of("ollama", "ollama"),
                of("mistral", "mistral"),
                of("groq", "groq"),
                of("deepseek", "deepseek"),
                of("xai", "xai"),
                of("openrouter", "openrouter"),
                of("openai-compatible", "openai"));
    }

    static Row of(String provider, String answers) {
        return new Row(
                Catalog.builtIn().provider(provider).orElseThrow().label(), Vendor.ofProvider(provider), answers);
    }

    String model() {
        return vendor.provider() + "/" + vendor.upstream();
    }

    /** What it answers a client: in the client's own dialect, where it speaks that as well. */
    Answers answersTo(MatrixClient client) {
        var provider = Catalog.builtIn().provider(vendor.provider()).orElseThrow();
        if (client == MatrixClient.RESPONSES && provider.responses()) {
            return Answers.of("responses");
        }
        boolean completes = client == MatrixClient.COMPLETIONS && provider.dialect() == Dialect.OPENAI;
        return Answers.of(completes ? "completions" : answers);
    }

    @Override
    public String toString() {
        return label;
    }
}
