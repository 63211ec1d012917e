package dev.sluice.gateway.provider.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.provider.StreamReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Chunks of a chat-completion stream. */
final class OpenAiStreamReader implements StreamReader {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    /** Characters of one token of English text on average, used only when a provider states no usage. */
    private static final int CHARACTERS_PER_TOKEN = 4;

    private final boolean clientAskedForUsage;
    private @Nullable Tokens usage;
    private boolean finished;
    private long contentEvents;
    private long contentCharacters;

    // What the current event holds.
    private boolean content;
    private boolean error;
    private boolean emptyChoices;

    OpenAiStreamReader(boolean clientAskedForUsage) {
        this.clientAskedForUsage = clientAskedForUsage;
    }

    @Override
    public Verdict event(byte[] data, int start, int end) {
        if (Arrays.equals(data, start, end, DONE, 0, DONE.length)) {
            finished = true;
            return Verdict.DONE;
        }
        content = false;
        error = false;
        emptyChoices = false;
        boolean usageHere = false;
        try (JsonParser parser = FACTORY.createParser(data, start, end - start)) {
            usageHere = chunk(parser);
        } catch (IOException e) {
            // Not ours to judge: it is relayed, and a truncated stream shows by its missing end.
            return Verdict.OTHER;
        }
        if (usageHere) {
            Tokens stated = OpenAiUsage.of(data, start, end);
            usage = stated == null ? usage : stated;
        }
        if (error) {
            return Verdict.ERROR;
        }
        if (content) {
            contentEvents++;
            return Verdict.CONTENT;
        }
        return usageHere && emptyChoices && !clientAskedForUsage ? Verdict.WITHHELD : Verdict.OTHER;
    }

    private boolean chunk(JsonParser parser) throws IOException {
        boolean usageHere = false;
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "choices" -> choices(parser, value);
                case "usage" -> {
                    usageHere = value == JsonToken.START_OBJECT;
                    parser.skipChildren();
                }
                case "error" -> {
                    error = value == JsonToken.START_OBJECT || value == JsonToken.VALUE_STRING;
                    parser.skipChildren();
                }
                default -> parser.skipChildren();
            }
        }
        return usageHere;
    }

    private void choices(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        emptyChoices = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            emptyChoices = false;
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                choice(parser);
            }
        }
    }

    private void choice(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && (field.equals("delta") || field.equals("message"))) {
                delta(parser);
            } else {
                finished |= value == JsonToken.VALUE_STRING && field.equals("finish_reason");
                parser.skipChildren();
            }
        }
    }

    /** Everything in a delta but the role is content: text, refusal, reasoning under its various names, tool calls. */
    private void delta(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean role = parser.currentName().equals("role");
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING && !role) {
                int length = parser.getTextLength();
                contentCharacters += length;
                content |= length > 0;
            } else if (value == JsonToken.START_ARRAY) {
                long before = contentCharacters;
                strings(parser);
                content |= contentCharacters > before;
            } else {
                parser.skipChildren();
            }
        }
    }

    /** Counts the strings inside tool calls or content parts. */
    private void strings(JsonParser parser) throws IOException {
        int depth = 1;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return;
            }
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING) {
                contentCharacters += parser.getTextLength();
            }
        }
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    @Override
    public @Nullable Tokens usage() {
        return usage;
    }

    @Override
    public long estimatedOutputTokens() {
        return Math.max(contentEvents, (contentCharacters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN);
    }
}
