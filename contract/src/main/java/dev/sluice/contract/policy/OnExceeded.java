package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request that a budget has nothing left for.
 *
 * @param model answers in place of the one asked for; absent: the request is refused
 */
@JsonDeserialize(using = OnExceeded.Reader.class)
public record OnExceeded(@Nullable String model) {
    public static final OnExceeded BLOCK = new OnExceeded(null);

    public OnExceeded {
        if (model != null && Check.modelName(model, "model").indexOf('*') >= 0) {
            throw new InvalidField("model", "'" + Check.shorten(model) + "' is a wildcard: name one model");
        }
    }

    @JsonValue
    Object written() {
        return model == null ? "block" : Map.of("model", model);
    }

    /** Reads {@code block} or {@code {model: …}}. */
    static final class Reader extends StdDeserializer<OnExceeded> {
        private static final long serialVersionUID = 1L;

        Reader() {
            super(OnExceeded.class);
        }

        @Override
        public OnExceeded deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (in.currentToken() == JsonToken.VALUE_STRING && in.getText().equals("block")) {
                return BLOCK;
            }
            if (in.currentToken() == JsonToken.START_OBJECT) {
                JsonNode node = context.readTree(in);
                if (node.size() == 1 && node.path("model").isTextual()) {
                    return new OnExceeded(node.path("model").textValue());
                }
            }
            throw new InvalidField("", "must be block, or the model that answers instead, as in {model: local/llama}");
        }
    }
}
