package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** Embeddings of OpenAI, of Gemini's batches and of Cohere's model on Bedrock: every vector has its text's length in front. */
final class EmbeddingsWire implements Wire {
    @Override
    public boolean serves(String path) {
        return path.equals("/v1/embeddings") || path.endsWith(":batchEmbedContents") || path.endsWith("/invoke");
    }

    @Override
    public Reply serve(ScriptedProvider.Asked asked) {
        Member body = Member.of(asked.json());
        if (asked.path().equals("/v1/embeddings")) {
            return Reply.json(200, openAi(body));
        }
        return Reply.json(200, asked.path().endsWith("/invoke") ? cohere(body) : gemini(body));
    }

    @Override
    public Reply refuse(Refused refused) {
        return OpenAiRefusal.of(refused);
    }

    private static float[] vector(String text) {
        return new float[] {text.length(), 0.5f, -0.25f};
    }

    private static ObjectNode openAi(Member request) {
        request.object("model input encoding_format dimensions user")
                .get("model")
                .filled();
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = body.putArray("data");
        JsonNode input = request.get("input").json();
        for (JsonNode text :
                input.isTextual() ? JsonNodeFactory.instance.arrayNode().add(input) : input) {
            ObjectNode one = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            if (request.json().path("encoding_format").asText().equals("base64")) {
                one.put("embedding", base64(vector(text.asText())));
            } else {
                put(one.putArray("embedding"), vector(text.asText()));
            }
        }
        body.put("model", request.get("model").text());
        body.putObject("usage").put("prompt_tokens", 4).put("total_tokens", 4);
        return body;
    }

    private static void put(ArrayNode array, float[] vector) {
        for (float value : vector) {
            array.add(value);
        }
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : vector) {
            bytes.putFloat(value);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static ObjectNode gemini(Member request) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode embeddings = body.putArray("embeddings");
        for (Member one : request.object("requests").get("requests").elements()) {
            one.object("model content taskType title outputDimensionality")
                    .get("model")
                    .matching("models/.+");
            Member part = one.get("content")
                    .object("parts role")
                    .get("parts")
                    .elements()
                    .getFirst();
            put(
                    embeddings.addObject().putArray("values"),
                    vector(part.object("text").get("text").text()));
        }
        return body;
    }

    private static ObjectNode cohere(Member request) {
        request.object("texts input_type embedding_types output_dimension truncate");
        request.get("input_type").oneOf("search_document search_query classification clustering");
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("response_type", "embeddings_by_type");
        ArrayNode vectors = body.putObject("embeddings").putArray("float");
        request.get("texts").elements().forEach(text -> put(vectors.addArray(), vector(text.filled())));
        return body;
    }
}
