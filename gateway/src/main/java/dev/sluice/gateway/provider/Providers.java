package dev.sluice.gateway.provider;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.EmbeddingsCall;
import dev.sluice.gateway.inference.TokenCountCall;
import dev.sluice.gateway.provider.anthropic.AnthropicDialect;
import dev.sluice.gateway.provider.azure.AzureDialect;
import dev.sluice.gateway.provider.gemini.GeminiDialect;
import dev.sluice.gateway.provider.gemini.GeminiEmbeddings;
import dev.sluice.gateway.provider.listed.ListedEmbeddings;
import dev.sluice.gateway.provider.openai.OpenAiCompletionsDialect;
import dev.sluice.gateway.provider.openai.OpenAiDialect;
import dev.sluice.gateway.provider.vertex.VertexClaude;
import dev.sluice.gateway.provider.vertex.VertexEmbeddings;
import dev.sluice.gateway.provider.vertex.VertexGemini;
import dev.sluice.gateway.provider.vertex.VertexModel;

/** How a call is served by a target: passed through where client and provider speak alike, translated where not. */
public final class Providers {
    private static final ProviderDialect OPENAI = new OpenAiDialect();
    private static final ProviderDialect COMPLETIONS = new OpenAiCompletionsDialect();
    private static final ProviderDialect ANTHROPIC = new AnthropicDialect();
    private static final ProviderDialect GEMINI = new GeminiDialect();
    private static final ProviderDialect AZURE = new AzureDialect(OPENAI, "chat/completions");
    private static final ProviderDialect AZURE_COMPLETIONS = new AzureDialect(COMPLETIONS, "completions");
    private static final ProviderDialect AZURE_EMBEDDINGS = new AzureDialect(OPENAI, "embeddings");
    private static final ProviderDialect VERTEX_GEMINI = new VertexGemini(GEMINI);
    private static final ProviderDialect VERTEX_CLAUDE = new VertexClaude(ANTHROPIC, GEMINI);

    private static final EmbeddingDialect GEMINI_EMBEDDINGS = new GeminiEmbeddings();
    private static final EmbeddingDialect VERTEX_EMBEDDINGS = new VertexEmbeddings();

    private Providers() {}

    /** @throws dev.sluice.gateway.error.GatewayException when the target's provider has no such call */
    public static Exchange exchange(Call call, CompiledModel target) {
        return switch (call) {
            case ChatCall chat -> chat(chat, target);
            case TokenCountCall count -> new TokenCounts(dialect(target), count, target);
            case EmbeddingsCall embeddings -> embeddings(embeddings, target);
        };
    }

    private static Exchange chat(ChatCall call, CompiledModel target) {
        Dialect client = call.dialect().wire();
        if (client == Dialect.COMPLETIONS && target.account().dialect() == Dialect.OPENAI) {
            return new PassedChat(isAzure(target) ? AZURE_COMPLETIONS : COMPLETIONS, call, target);
        }
        ProviderDialect dialect = dialect(target);
        return client == wire(target)
                ? new PassedChat(dialect, call, target)
                : new TranslatedChat(dialect, call, target);
    }

    /** What the target speaks: on Vertex AI that is the model's to say. */
    private static Dialect wire(CompiledModel target) {
        return isVertex(target)
                ? VertexModel.of(target).dialect()
                : target.account().dialect();
    }

    private static boolean isAzure(CompiledModel target) {
        return target.account().provider().equals("azure-openai");
    }

    private static boolean isVertex(CompiledModel target) {
        return target.account().provider().equals("vertex");
    }

    private static Exchange embeddings(EmbeddingsCall call, CompiledModel target) {
        return switch (wire(target)) {
            case OPENAI, COMPLETIONS -> listedEmbeddings(call, target);
            case GEMINI ->
                isVertex(target)
                        ? new TranslatedEmbeddings(VERTEX_EMBEDDINGS, VERTEX_GEMINI, call, target)
                        : new TranslatedEmbeddings(GEMINI_EMBEDDINGS, GEMINI, call, target);
            case ANTHROPIC ->
                new NotServed(new GatewayError.InvalidRequest(
                        "model", "model '" + target.name() + "' makes no embeddings: name an embedding model"));
        };
    }

    private static Exchange listedEmbeddings(EmbeddingsCall call, CompiledModel target) {
        return switch (target.account().provider()) {
            case "voyage" -> new TranslatedEmbeddings(ListedEmbeddings.VOYAGE, OPENAI, call, target);
            case "jina" -> new TranslatedEmbeddings(ListedEmbeddings.JINA, OPENAI, call, target);
            case "azure-openai" ->
                new PassedEmbeddings(AZURE_EMBEDDINGS, AZURE_EMBEDDINGS.uri(target, false), call, target);
            default -> new PassedEmbeddings(OPENAI, target.account().baseUrl().path() + "/embeddings", call, target);
        };
    }

    private static ProviderDialect dialect(CompiledModel target) {
        if (isVertex(target)) {
            return wire(target) == Dialect.ANTHROPIC ? VERTEX_CLAUDE : VERTEX_GEMINI;
        }
        return switch (target.account().dialect()) {
            case OPENAI, COMPLETIONS -> isAzure(target) ? AZURE : OPENAI;
            case ANTHROPIC -> ANTHROPIC;
            case GEMINI -> GEMINI;
        };
    }
}
