package dev.sluice.contract.policy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;

/** Takes a value in place of {@code {value: …}}: for what people do not think of as a secret. */
final class TextOrSecret extends StdDeserializer<SecretSource> {
    private static final long serialVersionUID = 1L;

    TextOrSecret() {
        super(SecretSource.class);
    }

    @Override
    public SecretSource deserialize(JsonParser in, DeserializationContext context) throws IOException {
        return in.currentToken() == JsonToken.VALUE_STRING
                ? new SecretSource(null, null, in.getText(), null, null)
                : context.readValue(in, SecretSource.class);
    }
}
