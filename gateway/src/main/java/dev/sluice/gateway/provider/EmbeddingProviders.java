package dev.sluice.gateway.provider;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.inference.EmbeddingsCall;
import dev.sluice.gateway.provider.azure.AzureDialect;
import dev.sluice.gateway.provider.bedrock.BedrockEmbeddings;
import dev.sluice.gateway.provider.cohere.CohereEmbeddings;
import dev.sluice.gateway.provider.gemini.GeminiEmbeddings;
import dev.sluice.gateway.provider.listed.ListedEmbeddings;
import dev.sluice.gateway.provider.ollama.OllamaDialect;
import dev.sluice.gateway.provider.vertex.VertexEmbeddings;

/** Who makes embeddings, and how each is asked for them. */
final class EmbeddingProviders {
    private static final ProviderDialect AZURE = new AzureDialect(Providers.OPENAI, "embeddings");
    private static final EmbeddingDialect GEMINI = new GeminiEmbeddings();
    private static final EmbeddingDialect VERTEX = new VertexEmbeddings();
    private static final EmbeddingDialect COHERE = new CohereEmbeddings();
    private static final EmbeddingDialect BEDROCK = new BedrockEmbeddings();

    private EmbeddingProviders() {}

    static Exchange exchange(EmbeddingsCall call, CompiledModel target) {
        return switch (Providers.wire(target)) {
            case OPENAI, COMPLETIONS, RESPONSES -> listed(call, target);
            case OLLAMA ->
                new PassedEmbeddings(Providers.OPENAI, OllamaDialect.imitation(target) + "/embeddings", call, target);
            case GEMINI ->
                Providers.isVertex(target)
                        ? new TranslatedEmbeddings(VERTEX, Providers.VERTEX_GEMINI, call, target)
                        : new TranslatedEmbeddings(GEMINI, Providers.GEMINI, call, target);
            case COHERE -> new TranslatedEmbeddings(COHERE, Providers.COHERE, call, target);
            case BEDROCK -> new TranslatedEmbeddings(BEDROCK, Providers.BEDROCK, call, target);
            case ANTHROPIC ->
                new NotServed(new GatewayError.InvalidRequest(
                        "model", "model '" + target.name() + "' makes no embeddings: name an embedding model"));
        };
    }

    private static Exchange listed(EmbeddingsCall call, CompiledModel target) {
        String base = target.account().baseUrl().path();
        return switch (target.account().provider()) {
            case "voyage" -> new TranslatedEmbeddings(ListedEmbeddings.VOYAGE, Providers.OPENAI, call, target);
            case "jina" -> new TranslatedEmbeddings(ListedEmbeddings.JINA, Providers.OPENAI, call, target);
            case "azure-openai" -> new PassedEmbeddings(AZURE, AZURE.uri(target, false), call, target);
            default -> new PassedEmbeddings(Providers.OPENAI, base + "/embeddings", call, target);
        };
    }
}
