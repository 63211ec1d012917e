package dev.sluice.gateway.provider;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.embedding.EmbeddingReply;
import dev.sluice.gateway.inference.embedding.EmbeddingRequest;
import java.io.IOException;

/** How a provider is asked for embeddings. Stateless and shared by all event loops. */
public interface EmbeddingDialect {
    /** Path and query, the account's base path included. */
    String uri(CompiledModel target);

    /** How many texts one request may have. */
    int mostTexts(CompiledModel target);

    Encoded encode(EmbeddingRequest request, CompiledModel target);

    /** @throws IOException when it is no reply of this dialect */
    EmbeddingReply reply(byte[] body, CompiledModel target) throws IOException;
}
