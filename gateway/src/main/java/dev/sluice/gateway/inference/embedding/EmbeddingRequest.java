package dev.sluice.gateway.inference.embedding;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Texts to be turned into vectors.
 *
 * @param texts at least one, in the client's order
 * @param dimensions how long the vectors are to be; empty: as long as the model makes them
 * @param base64 whether the client wants them as base64 of little-endian floats of 32 bits, as OpenAI's SDKs do
 * @param inputType what the texts are for, in the target's own words ({@code search_query}, {@code document}, …); null: unsaid
 * @param others names of what else the client said and no other provider has a word for
 */
public record EmbeddingRequest(
        List<String> texts,
        OptionalInt dimensions,
        boolean base64,
        @Nullable String inputType,
        List<String> others) {
    public EmbeddingRequest {
        texts = List.copyOf(texts);
        others = List.copyOf(others);
    }
}
