package dev.sluice.gateway.inference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/**
 * The input of a request in tokens, estimated from its text at four characters a token, rounded up: used only where
 * a provider states no usage.
 */
public final class InputEstimate {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int CHARACTERS_PER_TOKEN = 4;

    /** What holds a prompt, in the dialects of clients. */
    private static final Set<String> INPUTS = Set.of("messages", "system", "input", "instructions", "prompt");

    /** Definitions, of which the model is shown all. */
    private static final String TOOLS = "tools";

    /** Names of texts; empty: a list has none. */
    private static final Set<String> TEXTS = Set.of("", "content", "text", "output", "arguments");

    /** Of a call in Anthropic's dialect: an object, of which the model is shown all. */
    private static final String ARGUMENTS = "input";

    private InputEstimate() {}

    public static long tokens(byte[] body) {
        long characters = 0;
        try (JsonParser parser = FACTORY.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean input = INPUTS.contains(parser.currentName());
                JsonToken value = parser.nextToken();
                if (value.isStructStart() && parser.currentName().equals(TOOLS)) {
                    characters += whole(parser);
                } else if (!input) {
                    parser.skipChildren();
                } else if (value == JsonToken.VALUE_STRING) {
                    characters += parser.getTextLength();
                } else if (value.isStructStart()) {
                    characters += text(parser);
                }
            }
        } catch (IOException e) {
            return ((long) body.length + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
        }
        return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    }

    /** All of a list or object, as it is written. */
    private static long whole(JsonParser parser) throws IOException {
        long start = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        return parser.currentTokenLocation().getByteOffset() - start + 1;
    }

    /** Characters of strings in a list, of {@code content} strings, and of {@code text} in content parts. */
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
            } else if (token == JsonToken.START_OBJECT && field.equals(ARGUMENTS)) {
                characters += whole(parser);
                field = "";
            } else if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING && TEXTS.contains(field)) {
                characters += parser.getTextLength();
            }
        }
        return characters;
    }
}
