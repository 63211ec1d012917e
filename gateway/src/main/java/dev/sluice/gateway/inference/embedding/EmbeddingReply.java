package dev.sluice.gateway.inference.embedding;

import dev.sluice.contract.usage.Tokens;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of a request's texts.
 *
 * @param vectors one for each text, in their order
 * @param usage null when the provider states none
 */
public record EmbeddingReply(
        List<float[]> vectors, @Nullable Tokens usage) {
    public EmbeddingReply {
        vectors = List.copyOf(vectors);
    }
}
