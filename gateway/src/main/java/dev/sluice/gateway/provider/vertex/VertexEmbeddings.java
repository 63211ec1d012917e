package dev.sluice.gateway.provider.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.embedding.EmbeddingReply;
import dev.sluice.gateway.inference.embedding.EmbeddingRequest;
import dev.sluice.gateway.provider.EmbeddingDialect;
import dev.sluice.gateway.provider.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Text embeddings of Vertex AI, by {@code predict} ("Text embeddings API"). */
public final class VertexEmbeddings implements EmbeddingDialect {
    private static final int MOST_TEXTS = 250;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String uri(CompiledModel target) {
        return VertexModel.of(target).uri(target, "predict");
    }

    /** The models named after Gemini take one at a time. */
    @Override
    public int mostTexts(CompiledModel target) {
        return VertexModel.of(target).name().startsWith("gemini-") ? 1 : MOST_TEXTS;
    }

    @Override
    public Encoded encode(EmbeddingRequest request, CompiledModel target) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode instances = body.putArray("instances");
        for (String text : request.texts()) {
            ObjectNode instance = instances.addObject().put("content", text);
            if (request.inputType() != null) {
                instance.put("task_type", request.inputType());
            }
        }
        request.dimensions().ifPresent(n -> body.putObject("parameters").put("outputDimensionality", n));
        return new Encoded(body.toString().getBytes(StandardCharsets.UTF_8), request.others());
    }

    @Override
    public EmbeddingReply reply(byte[] body, CompiledModel target) throws IOException {
        JsonNode predictions = JSON.readTree(body).path("predictions");
        if (!predictions.isArray()) {
            throw new IOException("there are no vectors");
        }
        List<float[]> vectors = new ArrayList<>(predictions.size());
        long tokens = 0;
        for (JsonNode prediction : predictions) {
            JsonNode embeddings = prediction.path("embeddings");
            vectors.add(Vectors.one(embeddings.path("values")));
            tokens += Math.max(0, embeddings.at("/statistics/token_count").asLong());
        }
        return new EmbeddingReply(vectors, tokens == 0 ? null : Tokens.of(tokens, 0));
    }
}
