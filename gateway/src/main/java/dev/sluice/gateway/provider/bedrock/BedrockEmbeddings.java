package dev.sluice.gateway.provider.bedrock;

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
import dev.sluice.gateway.signing.UriEncoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code InvokeModel} of AWS Bedrock, whose body is the vendor's: Amazon's Titan and Nova, and Cohere's. */
public final class BedrockEmbeddings implements EmbeddingDialect {
    private static final int MOST_OF_COHERE = 96;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Told by the model's id, which begins with the vendor's name behind an optional region. */
    private enum Vendor {
        TITAN,
        NOVA,
        COHERE
    }

    private static Vendor vendor(CompiledModel target) {
        if (target.upstream().contains("cohere.")) {
            return Vendor.COHERE;
        }
        return target.upstream().contains("amazon.nova") ? Vendor.NOVA : Vendor.TITAN;
    }

    @Override
    public String uri(CompiledModel target) {
        return target.account().baseUrl().path() + "/model/" + UriEncoding.encode(target.upstream()) + "/invoke";
    }

    @Override
    public int mostTexts(CompiledModel target) {
        return vendor(target) == Vendor.COHERE ? MOST_OF_COHERE : 1;
    }

    @Override
    public Encoded encode(EmbeddingRequest request, CompiledModel target) {
        ObjectNode body = JSON.createObjectNode();
        List<String> dropped = new ArrayList<>(request.others());
        switch (vendor(target)) {
            case COHERE -> cohere(body, request);
            case NOVA -> nova(body, request);
            case TITAN -> titan(body, request, dropped);
        }
        return new Encoded(body.toString().getBytes(StandardCharsets.UTF_8), dropped);
    }

    private static void cohere(ObjectNode body, EmbeddingRequest request) {
        ArrayNode texts = body.putArray("texts");
        request.texts().forEach(texts::add);
        body.put("input_type", request.inputType() == null ? "search_document" : request.inputType());
        body.putArray("embedding_types").add("float");
        request.dimensions().ifPresent(n -> body.put("output_dimension", n));
    }

    private static void titan(ObjectNode body, EmbeddingRequest request, List<String> dropped) {
        body.put("inputText", request.texts().getFirst());
        request.dimensions().ifPresent(n -> body.put("dimensions", n));
        if (request.inputType() != null) {
            dropped.add("input_type");
        }
    }

    private static void nova(ObjectNode body, EmbeddingRequest request) {
        body.put("taskType", "SINGLE_EMBEDDING");
        ObjectNode one = body.putObject("singleEmbeddingParams");
        one.put("embeddingPurpose", request.inputType() == null ? "GENERIC_INDEX" : request.inputType());
        request.dimensions().ifPresent(n -> one.put("embeddingDimension", n));
        one.putObject("text")
                .put("truncationMode", "END")
                .put("value", request.texts().getFirst());
    }

    @Override
    public EmbeddingReply reply(byte[] body, CompiledModel target) throws IOException {
        JsonNode root = JSON.readTree(body);
        return switch (vendor(target)) {
            case COHERE -> {
                JsonNode vectors = root.path("embeddings");
                yield new EmbeddingReply(Vectors.all(vectors.isArray() ? vectors : vectors.path("float"), ""), null);
            }
            case NOVA -> new EmbeddingReply(Vectors.all(root.path("embeddings"), "embedding"), null);
            case TITAN ->
                new EmbeddingReply(
                        List.of(Vectors.one(root.path("embedding"))), Vectors.input(root.path("inputTextTokenCount")));
        };
    }
}
