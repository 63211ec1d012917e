package dev.sluice.gateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.usage.Tokens;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Vectors in replies. */
public final class Vectors {
    private Vectors() {}

    /** One, of numbers or of base64 of little-endian floats. */
    public static float[] one(JsonNode vector) throws IOException {
        if (vector.isTextual()) {
            ByteBuffer bytes = ByteBuffer.wrap(vector.binaryValue()).order(ByteOrder.LITTLE_ENDIAN);
            float[] numbers = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(numbers);
            return numbers;
        }
        if (!vector.isArray()) {
            throw new IOException("a vector is missing");
        }
        float[] numbers = new float[vector.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!vector.get(i).isNumber()) {
                throw new IOException("a vector has something that is no number");
            }
            numbers[i] = vector.get(i).floatValue();
        }
        return numbers;
    }

    /** @param member of each element that holds the vector; empty: the element itself */
    public static List<float[]> all(JsonNode list, String member) throws IOException {
        if (!list.isArray()) {
            throw new IOException("there are no vectors");
        }
        List<float[]> vectors = new ArrayList<>(list.size());
        for (JsonNode element : list) {
            vectors.add(one(member.isEmpty() ? element : element.path(member)));
        }
        return vectors;
    }

    /** Null when the count is no number. */
    public static @Nullable Tokens input(JsonNode count) {
        return count.isNumber() ? Tokens.of(Math.max(0, count.longValue()), 0) : null;
    }
}
