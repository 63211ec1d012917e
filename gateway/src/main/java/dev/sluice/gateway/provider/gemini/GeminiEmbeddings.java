package dev.sluice.gateway.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.inference.embedding.EmbeddingReply;
import dev.sluice.gateway.inference.embedding.EmbeddingRequest;
import dev.sluice.gateway.provider.EmbeddingDialect;
import dev.sluice.gateway.provider.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Google's {@code batchEmbedContents} (Gemini API reference, "Embeddings"). It states tokens only of late. */
public final class GeminiEmbeddings implements EmbeddingDialect {
    private static final int MOST_TEXTS = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String uri(CompiledModel target) {
        return GeminiPaths.developer(target.account().baseUrl().path(), target.upstream(), ":batchEmbedContents");
    }

    @Override
    public int mostTexts(CompiledModel target) {
        return MOST_TEXTS;
    }

    @Override
    public Encoded encode(EmbeddingRequest request, CompiledModel target) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode requests = body.putArray("requests");
        String model = GeminiPaths.listed(target.upstream());
        for (String text : request.texts()) {
            ObjectNode one = requests.addObject().put("model", model);
            one.putObject("content").putArray("parts").addObject().put("text", text);
            request.dimensions().ifPresent(n -> one.put("outputDimensionality", n));
            if (request.inputType() != null) {
                one.put("taskType", request.inputType());
            }
        }
        return new Encoded(body.toString().getBytes(StandardCharsets.UTF_8), request.others());
    }

    @Override
    public EmbeddingReply reply(byte[] body, CompiledModel target) throws IOException {
        JsonNode root = JSON.readTree(body);
        return new EmbeddingReply(
                Vectors.all(root.path("embeddings"), "values"),
                Vectors.input(root.path("usageMetadata").path("promptTokenCount")));
    }
}
