package dev.sluice.gateway.provider.listed;

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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Providers that answer with OpenAI's list and ask in words of their own: Voyage ("Text embeddings" of its API reference) and
 * Jina ("Embeddings API").
 *
 * @param dimensions their name of it
 * @param inputType their name of what the texts are for
 * @param mostTexts of one request
 */
public record ListedEmbeddings(String dimensions, String inputType, int mostTexts) implements EmbeddingDialect {
    public static final EmbeddingDialect VOYAGE = new ListedEmbeddings("output_dimension", "input_type", 1000);
    public static final EmbeddingDialect JINA = new ListedEmbeddings("dimensions", "task", 2048);

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String uri(CompiledModel target) {
        return target.account().baseUrl().path() + "/embeddings";
    }

    @Override
    public int mostTexts(CompiledModel target) {
        return mostTexts;
    }

    @Override
    public Encoded encode(EmbeddingRequest request, CompiledModel target) {
        ObjectNode body = JSON.createObjectNode().put("model", target.upstream());
        ArrayNode input = body.putArray("input");
        request.texts().forEach(input::add);
        request.dimensions().ifPresent(n -> body.put(dimensions, n));
        if (request.inputType() != null) {
            body.put(inputType, request.inputType());
        }
        return new Encoded(body.toString().getBytes(StandardCharsets.UTF_8), request.others());
    }

    @Override
    public EmbeddingReply reply(byte[] body, CompiledModel target) throws IOException {
        JsonNode root = JSON.readTree(body);
        List<JsonNode> data = new ArrayList<>();
        root.path("data").forEach(data::add);
        data.sort(Comparator.comparingInt(element -> element.path("index").asInt()));
        List<float[]> vectors = new ArrayList<>(data.size());
        for (JsonNode element : data) {
            vectors.add(Vectors.one(element.path("embedding")));
        }
        if (vectors.isEmpty()) {
            throw new IOException("there are no vectors");
        }
        JsonNode usage = root.path("usage");
        JsonNode prompt = usage.path("prompt_tokens");
        return new EmbeddingReply(vectors, Vectors.input(prompt.isNumber() ? prompt : usage.path("total_tokens")));
    }
}
