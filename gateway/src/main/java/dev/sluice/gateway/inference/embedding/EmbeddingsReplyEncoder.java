package dev.sluice.gateway.inference.embedding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.EmbeddingsCall;
import dev.sluice.gateway.inference.InputEstimate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes vectors as OpenAI's clients expect them. */
public final class EmbeddingsReplyEncoder {
    private static final JsonFactory FACTORY = new JsonFactory();

    private EmbeddingsReplyEncoder() {}

    /**
     * Where the provider states no usage, there is an estimate, the same as is recorded: clients read it unasked.
     *
     * @param call that it answers
     * @param base64 as little-endian floats of 32 bits
     */
    public static byte[] encode(EmbeddingReply reply, EmbeddingsCall call, boolean base64) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (int i = 0; i < reply.vectors().size(); i++) {
                json.writeStartObject();
                json.writeStringField("object", "embedding");
                json.writeNumberField("index", i);
                json.writeFieldName("embedding");
                vector(json, reply.vectors().get(i), base64);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("model", call.fields().model());
            Tokens stated = reply.usage();
            long tokens = stated == null ? InputEstimate.tokens(call.body()) : stated.input();
            json.writeObjectFieldStart("usage");
            json.writeNumberField("prompt_tokens", tokens);
            json.writeNumberField("total_tokens", tokens);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void vector(JsonGenerator json, float[] vector, boolean base64) throws IOException {
        if (base64) {
            ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            json.writeBinary(bytes.array());
            return;
        }
        json.writeStartArray();
        for (float number : vector) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }
}
