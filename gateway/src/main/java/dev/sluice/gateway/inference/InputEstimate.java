package dev.sluice.gateway.inference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * The input of a chat request in tokens, estimated from its text at four characters a token, rounded up: used only where
 * a provider states no usage.
 */
public final class InputEstimate {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int CHARACTERS_PER_TOKEN = 4;

    private InputEstimate() {}

    public static long tokens(byte[] body) {
        long characters = 0;
        try (JsonParser parser = FACTORY.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean messages = parser.currentName().equals("messages");
                if (parser.nextToken() == JsonToken.START_ARRAY && messages) {
                    characters += text(parser);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            return ((long) body.length + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
        }
        return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    }

    /** Characters of {@code content} strings and of {@code text} in content parts. */
    private static long text(JsonParser parser) throws IOException {
        long characters = 0;
        String field = "";
        int depth = 1;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                break;
            }
            if (token == JsonToken.FIELD_NAME) {
                field = parser.currentName();
            } else if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING && (field.equals("content") || field.equals("text"))) {
                characters += parser.getTextLength();
            }
        }
        return characters;
    }
}
