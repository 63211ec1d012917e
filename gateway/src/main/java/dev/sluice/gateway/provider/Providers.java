package dev.sluice.gateway.provider;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.EmbeddingsCall;
import dev.sluice.gateway.inference.TokenCountCall;
import dev.sluice.gateway.provider.anthropic.AnthropicDialect;
import dev.sluice.gateway.provider.bedrock.BedrockDialect;
import dev.sluice.gateway.provider.cohere.CohereDialect;
import dev.sluice.gateway.provider.gemini.GeminiDialect;
import dev.sluice.gateway.provider.gemini.GeminiEmbeddings;
import dev.sluice.gateway.provider.listed.ListedEmbeddings;
import dev.sluice.gateway.provider.ollama.OllamaDialect;
import dev.sluice.gateway.provider.openai.OpenAiCompletionsDialect;
import dev.sluice.gateway.provider.openai.OpenAiDialect;
import dev.sluice.gateway.provider.openai.responses.OpenAiResponsesDialect;
import java.time.InstantSource;

/** How a call is served by a target: passed through where client and provider speak alike, translated where not. */
public final class Providers {
    private static final ProviderDialect OPENAI = new OpenAiDialect();
    private static final ProviderDialect RESPONSES = new OpenAiResponsesDialect(OPENAI);
    private static final ProviderDialect COMPLETIONS = new OpenAiCompletionsDialect();
    private static final ProviderDialect ANTHROPIC = new AnthropicDialect();
    private static final ProviderDialect GEMINI = new GeminiDialect();
    private static final ProviderDialect BEDROCK = new BedrockDialect(InstantSource.system());
    private static final ProviderDialect COHERE = new CohereDialect();
    private static final ProviderDialect OLLAMA = new OllamaDialect();

    private static final EmbeddingDialect GEMINI_EMBEDDINGS = new GeminiEmbeddings();

    private static final String EMBEDDINGS = "/embeddings";

    private Providers() {}

    /** @throws dev.sluice.gateway.error.GatewayException when the target's provider has no such call */
    public static Exchange exchange(Call call, CompiledModel target) {
        return switch (call) {
            case ChatCall chat -> chat(chat, target);
            case TokenCountCall count ->
                new TokenCounts(dialect(target.account().dialect()), count, target);
            case EmbeddingsCall embeddings -> embeddings(embeddings, target);
        };
    }

    private static Exchange chat(ChatCall call, CompiledModel target) {
        Dialect client = call.dialect().wire();
        if (client == Dialect.COMPLETIONS && target.account().dialect() == Dialect.OPENAI) {
            return new PassedChat(COMPLETIONS, call, target);
        }
        Dialect spoken = SpokenDialect.of(call, target);
        ProviderDialect dialect = dialect(spoken);
        return client == spoken
                ? new PassedChat(dialect, call, target)
                : new TranslatedChat(spoken, dialect, call, target);
    }

    private static Exchange embeddings(EmbeddingsCall call, CompiledModel target) {
        return switch (target.account().dialect()) {
            case OPENAI, COMPLETIONS, RESPONSES -> listedEmbeddings(call, target);
            case GEMINI -> new TranslatedEmbeddings(GEMINI_EMBEDDINGS, GEMINI, call, target);
            case OLLAMA -> new PassedEmbeddings(OPENAI, OllamaDialect.imitation(target) + EMBEDDINGS, call, target);
            case BEDROCK, COHERE ->
                new NotServed(new GatewayError.InvalidRequest(
                        "model",
                        "model '" + target.name()
                                + "' is of a provider that is asked for chats alone: name an embedding"
                                + " model of another provider"));
            case ANTHROPIC ->
                new NotServed(new GatewayError.InvalidRequest(
                        "model", "model '" + target.name() + "' makes no embeddings: name an embedding model"));
        };
    }

    private static Exchange listedEmbeddings(EmbeddingsCall call, CompiledModel target) {
        return switch (target.account().provider()) {
            case "voyage" -> new TranslatedEmbeddings(ListedEmbeddings.VOYAGE, OPENAI, call, target);
            case "jina" -> new TranslatedEmbeddings(ListedEmbeddings.JINA, OPENAI, call, target);
            default -> new PassedEmbeddings(OPENAI, target.account().baseUrl().path() + EMBEDDINGS, call, target);
        };
    }

    private static ProviderDialect dialect(Dialect spoken) {
        return switch (spoken) {
            case OPENAI, COMPLETIONS -> OPENAI;
            case ANTHROPIC -> ANTHROPIC;
            case GEMINI -> GEMINI;
            case RESPONSES -> RESPONSES;
            case BEDROCK -> BEDROCK;
            case COHERE -> COHERE;
            case OLLAMA -> OLLAMA;
        };
    }
}
