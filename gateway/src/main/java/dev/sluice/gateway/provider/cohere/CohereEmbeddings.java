package dev.sluice.gateway.provider.cohere;

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

/** Cohere's second embedding API ("Embed API (v2)" of its reference). */
public final class CohereEmbeddings implements EmbeddingDialect {
    private static final int MOST_TEXTS = 96;
    /** Its models must be told what the texts are for; documents are what is embedded most. */
    private static final String DEFAULT_TYPE = "search_document";

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String uri(CompiledModel target) {
        return target.account().baseUrl().path() + "/v2/embed";
    }

    @Override
    public int mostTexts(CompiledModel target) {
        return MOST_TEXTS;
    }

    @Override
    public Encoded encode(EmbeddingRequest request, CompiledModel target) {
        ObjectNode body = JSON.createObjectNode().put("model", target.upstream());
        describe(body, request);
        return new Encoded(body.toString().getBytes(StandardCharsets.UTF_8), request.others());
    }

    private static void describe(ObjectNode body, EmbeddingRequest request) {
        ArrayNode texts = body.putArray("texts");
        request.texts().forEach(texts::add);
        body.put("input_type", request.inputType() == null ? DEFAULT_TYPE : request.inputType());
        body.putArray("embedding_types").add("float");
        request.dimensions().ifPresent(n -> body.put("output_dimension", n));
    }

    @Override
    public EmbeddingReply reply(byte[] body, CompiledModel target) throws IOException {
        return decode(JSON.readTree(body));
    }

    /** Vectors come by type, or, from older models, in one list. */
    private static EmbeddingReply decode(JsonNode root) throws IOException {
        JsonNode embeddings = root.path("embeddings");
        return new EmbeddingReply(
                Vectors.all(embeddings.isArray() ? embeddings : embeddings.path("float"), ""),
                Vectors.input(root.path("meta").path("billed_units").path("input_tokens")));
    }
}
