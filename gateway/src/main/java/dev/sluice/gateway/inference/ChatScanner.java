package dev.sluice.gateway.inference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.sluice.gateway.error.GatewayError.InvalidRequest;
import dev.sluice.gateway.error.GatewayException;
import java.io.IOException;

/**
 * Reads the few top-level fields of a chat request that decisions need and skips all else, without building anything. The
 * whole body is checked to be JSON on the way, so that what is spliced later is sound.
 */
public final class ChatScanner {
    /** Open levels a body may have. */
    public static final int MAX_DEPTH = 512;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(1000)
                    .build())
            .build();

    private String model = "";
    private int modelStart = -1;
    private int modelEnd = -1;
    private boolean stream;
    private boolean streamSeen;
    private boolean messagesSeen;
    private boolean includeUsage;
    private int streamOptionsStart = -1;
    private int streamOptionsEnd = -1;
    private int includeUsageStart = -1;
    private int includeUsageEnd = -1;

    private ChatScanner() {}

    /**
     * @param modelFromHeader whether a header names the model, so that the body need not
     * @throws GatewayException with an {@link InvalidRequest} that names the field
     */
    public static ChatFields scan(byte[] body, int length, boolean modelFromHeader) {
        requireUtf8Object(body, length);
        ChatScanner scanner = new ChatScanner();
        try (JsonParser parser = FACTORY.createParser(body, 0, length)) {
            int objectEnd = scanner.object(parser);
            return scanner.result(objectEnd, modelFromHeader);
        } catch (StreamConstraintsException e) {
            throw invalid(null, "the body is nested deeper than " + MAX_DEPTH + " levels");
        } catch (JsonProcessingException e) {
            throw invalid(
                    null,
                    "the body is not valid JSON at byte "
                            + Math.max(0, e.getLocation().getByteOffset()) + ": send a JSON object");
        } catch (IOException e) {
            throw invalid(null, "the body is not valid UTF-8 JSON: send a JSON object");
        }
    }

    /**
     * Only UTF-8 without a byte-order mark (RFC 8259 section 8.1): the parser would accept UTF-16 and UTF-32 as well, and
     * offsets would then not be those of the bytes.
     */
    private static void requireUtf8Object(byte[] body, int length) {
        int first = 0;
        while (first < length
                && (body[first] == ' ' || body[first] == '\n' || body[first] == '\r' || body[first] == '\t')) {
            first++;
        }
        if (first == length || body[first] != '{' || (first + 1 < length && body[first + 1] == 0)) {
            throw invalid(null, "the body must be a JSON object in UTF-8, without a byte-order mark");
        }
    }

    private int object(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw invalid(null, "the body must be a JSON object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "model" -> model(parser);
                case "stream" -> stream(parser);
                case "stream_options" -> streamOptions(parser);
                case "messages" -> messages(parser);
                default -> {
                    refuseOtherCase(field);
                    parser.skipChildren();
                }
            }
        }
        int end = (int) parser.currentTokenLocation().getByteOffset();
        if (parser.nextToken() != null) {
            throw invalid(null, "the body has something after the JSON object: remove it");
        }
        return end;
    }

    /** Some providers match names whatever their case, and would take this one for a field that was checked. */
    private static void refuseOtherCase(String field) {
        if (field.equalsIgnoreCase("model")
                || field.equalsIgnoreCase("stream")
                || field.equalsIgnoreCase("stream_options")
                || field.equalsIgnoreCase("messages")) {
            throw invalid(field, "is not a field: write it in lower case");
        }
    }

    private void model(JsonParser parser) throws IOException {
        once(modelStart < 0, "model");
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw invalid("model", "must be a string: name a model, see GET /v1/models");
        }
        modelStart = (int) parser.currentTokenLocation().getByteOffset();
        model = parser.getText();
        modelEnd = (int) parser.currentLocation().getByteOffset();
    }

    private void stream(JsonParser parser) throws IOException {
        once(!streamSeen, "stream");
        streamSeen = true;
        switch (parser.currentToken()) {
            case VALUE_TRUE -> stream = true;
            case VALUE_FALSE, VALUE_NULL -> stream = false;
            default -> throw invalid("stream", "must be true or false");
        }
    }

    private void messages(JsonParser parser) throws IOException {
        once(!messagesSeen, "messages");
        messagesSeen = true;
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw invalid("messages", "must be an array of messages");
        }
        parser.skipChildren();
    }

    private void streamOptions(JsonParser parser) throws IOException {
        once(streamOptionsStart < 0, "stream_options");
        streamOptionsStart = (int) parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean usage = parser.currentName().equals("include_usage");
                JsonToken value = parser.nextToken();
                if (usage) {
                    includeUsage(parser, value);
                } else {
                    parser.skipChildren();
                }
            }
        } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
            throw invalid("stream_options", "must be an object");
        }
        streamOptionsEnd = (int) parser.currentLocation().getByteOffset();
    }

    private void includeUsage(JsonParser parser, JsonToken value) throws IOException {
        once(includeUsageStart < 0, "stream_options.include_usage");
        if (!value.isBoolean() && value != JsonToken.VALUE_NULL) {
            throw invalid("stream_options.include_usage", "must be true or false");
        }
        includeUsage = value == JsonToken.VALUE_TRUE;
        includeUsageStart = (int) parser.currentTokenLocation().getByteOffset();
        includeUsageEnd = (int) parser.currentLocation().getByteOffset();
    }

    /** Which of two equal fields a provider takes is up to it, so what was checked might not be what is used. */
    private static void once(boolean first, String field) {
        if (!first) {
            throw invalid(field, "appears twice: send it once");
        }
    }

    private ChatFields result(int objectEnd, boolean modelFromHeader) {
        if (modelStart < 0 && !modelFromHeader) {
            throw invalid("model", "is required: name a model, see GET /v1/models");
        }
        if (modelStart >= 0 && (model.isEmpty() || model.length() > 256)) {
            throw invalid("model", "must have 1 to 256 characters");
        }
        if (!messagesSeen) {
            throw invalid("messages", "is required: send an array of messages");
        }
        return new ChatFields(
                model,
                modelStart,
                modelEnd,
                stream,
                includeUsage,
                streamOptionsStart,
                streamOptionsEnd,
                includeUsageStart,
                includeUsageEnd,
                objectEnd);
    }

    private static GatewayException invalid(@org.jspecify.annotations.Nullable String param, String message) {
        return new GatewayException(new InvalidRequest(param, param == null ? message : param + " " + message));
    }
}
