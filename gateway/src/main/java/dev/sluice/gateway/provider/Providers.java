package dev.sluice.gateway.provider;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.ParameterOverrides;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.EmbeddingsCall;
import dev.sluice.gateway.inference.NativeCall;
import dev.sluice.gateway.inference.TokenCountCall;
import dev.sluice.gateway.provider.anthropic.AnthropicDialect;
import dev.sluice.gateway.provider.azure.AzureDialect;
import dev.sluice.gateway.provider.bedrock.BedrockDialect;
import dev.sluice.gateway.provider.cohere.CohereDialect;
import dev.sluice.gateway.provider.gemini.GeminiDialect;
import dev.sluice.gateway.provider.ollama.OllamaDialect;
import dev.sluice.gateway.provider.openai.OpenAiCompletionsDialect;
import dev.sluice.gateway.provider.openai.OpenAiDialect;
import dev.sluice.gateway.provider.openai.responses.OpenAiResponsesDialect;
import dev.sluice.gateway.provider.vertex.VertexClaude;
import dev.sluice.gateway.provider.vertex.VertexGemini;
import dev.sluice.gateway.provider.vertex.VertexModel;
import java.time.InstantSource;

/** How a call is served by a target: passed through where client and provider speak alike, translated where not. */
public final class Providers {
    static final ProviderDialect OPENAI = new OpenAiDialect();
    static final ProviderDialect GEMINI = new GeminiDialect();
    static final ProviderDialect BEDROCK = new BedrockDialect(InstantSource.system());
    static final ProviderDialect COHERE = new CohereDialect();
    static final ProviderDialect VERTEX_GEMINI = new VertexGemini(GEMINI);
    private static final ProviderDialect RESPONSES = new OpenAiResponsesDialect(OPENAI);
    private static final ProviderDialect COMPLETIONS = new OpenAiCompletionsDialect();
    private static final ProviderDialect ANTHROPIC = new AnthropicDialect();
    private static final ProviderDialect OLLAMA = new OllamaDialect();
    private static final ProviderDialect AZURE = new AzureDialect(OPENAI, "chat/completions");
    private static final ProviderDialect AZURE_COMPLETIONS = new AzureDialect(COMPLETIONS, "completions");
    private static final ProviderDialect AZURE_RESPONSES = new AzureDialect(RESPONSES, "responses");
    private static final ProviderDialect VERTEX_CLAUDE = new VertexClaude(ANTHROPIC, GEMINI);

    private Providers() {}

    /**
     * @param overrides parameters of chats that are set for the target
     * @throws dev.sluice.gateway.error.GatewayException when the target's provider has no such call
     */
    public static Exchange exchange(Call call, CompiledModel target, ParameterOverrides overrides) {
        return switch (call) {
            case ChatCall chat -> chat(chat, target, overrides);
            case TokenCountCall count -> new TokenCounts(dialect(wire(target), target), count, target);
            case NativeCall any -> new NativeExchange(dialect(nativeDialect(any, target), target), any);
            case EmbeddingsCall embeddings -> EmbeddingProviders.exchange(embeddings, target);
        };
    }

    /** Of an account that has OpenAI's Responses beside its own, the path tells which it is. */
    private static Dialect nativeDialect(NativeCall call, CompiledModel target) {
        boolean responses = target.account().responses() && call.path().startsWith("/responses");
        return responses ? Dialect.RESPONSES : wire(target);
    }

    private static Exchange chat(ChatCall call, CompiledModel target, ParameterOverrides overrides) {
        Dialect client = call.dialect().wire();
        Dialect own = wire(target);
        if (client == Dialect.COMPLETIONS && own == Dialect.OPENAI) {
            return passed(dialect(client, target), call, target, overrides);
        }
        Dialect spoken = SpokenDialect.of(call, target, own);
        ProviderDialect dialect = dialect(spoken, target);
        return client == spoken
                ? passed(dialect, call, target, overrides)
                : new TranslatedChat(spoken, dialect, call, target, overrides);
    }

    private static Exchange passed(
            ProviderDialect dialect, ChatCall call, CompiledModel target, ParameterOverrides overrides) {
        ChatCall sent = overrides.equals(ParameterOverrides.NONE) ? call : OverriddenBody.of(call, overrides, target);
        return new PassedChat(dialect, sent, target);
    }

    /** What the target speaks by itself: on Vertex AI that is the model's to say. */
    static Dialect wire(CompiledModel target) {
        return isVertex(target)
                ? VertexModel.of(target).dialect()
                : target.account().dialect();
    }

    static boolean isAzure(CompiledModel target) {
        return target.account().provider().equals("azure-openai");
    }

    static boolean isVertex(CompiledModel target) {
        return target.account().provider().equals("vertex");
    }

    private static ProviderDialect dialect(Dialect spoken, CompiledModel target) {
        return switch (spoken) {
            case OPENAI -> isAzure(target) ? AZURE : OPENAI;
            case COMPLETIONS -> isAzure(target) ? AZURE_COMPLETIONS : COMPLETIONS;
            case RESPONSES -> isAzure(target) ? AZURE_RESPONSES : RESPONSES;
            case ANTHROPIC -> isVertex(target) ? VERTEX_CLAUDE : ANTHROPIC;
            case GEMINI -> isVertex(target) ? VERTEX_GEMINI : GEMINI;
            case BEDROCK -> BEDROCK;
            case COHERE -> COHERE;
            case OLLAMA -> OLLAMA;
        };
    }
}
