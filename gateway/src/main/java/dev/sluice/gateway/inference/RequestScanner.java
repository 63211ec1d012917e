package dev.sluice.gateway.inference;

import dev.sluice.gateway.error.GatewayError.InvalidRequest;
import dev.sluice.gateway.error.GatewayException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the few top-level fields of a request that decisions need and skips all else, without building anything. The
 * structure of the whole body is checked on the way, so that what is spliced later is sound.
 */
public final class RequestScanner {
    private final Payload payload;

    private final JsonCursor cursor;
    private String model = "";
    private int modelStart = -1;
    private int modelEnd = -1;
    private boolean stream;
    private boolean streamSeen;
    private boolean payloadSeen;
    private boolean includeUsage;
    private int streamOptionsStart = -1;
    private int streamOptionsEnd = -1;
    private int includeUsageStart = -1;
    private int includeUsageEnd = -1;
    private int marks;
    private long maxOutput;

    private RequestScanner(byte[] body, Payload payload) {
        cursor = new JsonCursor(body, 0, body.length);
        this.payload = payload;
    }

    /**
     * @param payload what the request must have besides
     * @param modelFromHeader whether a header names the model, so that the body need not
     * @throws GatewayException with an {@link InvalidRequest} that names the field
     */
    public static RequestFields scan(byte[] body, Payload payload, boolean modelFromHeader) {
        RequestScanner scanner = new RequestScanner(body, payload);
        // RFC 8259 section 8.1: UTF-8 without a byte-order mark. UTF-16 shows by the zero byte behind the brace.
        int start = scanner.cursor.position();
        if (scanner.cursor.peek() != '{' || (start + 1 < body.length && body[start + 1] == 0)) {
            throw invalid(null, "the body must be a JSON object in UTF-8, without a byte-order mark");
        }
        try {
            return scanner.object(modelFromHeader);
        } catch (JsonCursor.Malformed e) {
            throw invalid(
                    null,
                    e.isTooDeep()
                            ? "the body is nested deeper than " + JsonCursor.MAX_DEPTH + " levels"
                            : "the body is not valid JSON at byte " + e.position() + ": send a JSON object in UTF-8");
        }
    }

    private RequestFields object(boolean modelFromHeader) throws JsonCursor.Malformed {
        cursor.enterObject();
        while (cursor.nextMember()) {
            member();
        }
        int objectEnd = cursor.position() - 1;
        if (!cursor.isAtEnd()) {
            throw invalid(null, "the body has something after the JSON object: remove it");
        }
        return result(objectEnd, modelFromHeader);
    }

    private void member() throws JsonCursor.Malformed {
        String field = field();
        switch (field) {
            case "model" -> model();
            case "stream" -> stream();
            case "stream_options" -> streamOptions();
            case "" -> {
                marks |= FieldMarks.of(cursor);
                if (limitsOutput()) {
                    maxOutput = Math.max(maxOutput, cursor.wholeNumber(0));
                } else {
                    cursor.skipValue();
                }
            }
            default -> payload();
        }
    }

    /** What it is worth is the provider's to say; here it only tells what the answer may take. */
    private boolean limitsOutput() {
        return switch (cursor.keyLength()) {
            case 10 -> cursor.keyIs("max_tokens");
            case 17 -> cursor.keyIs("max_output_tokens");
            case 21 -> cursor.keyIs("max_completion_tokens");
            default -> false;
        };
    }

    /** The known field at the cursor, also when its name is written with escapes; else an empty text. */
    private String field() throws JsonCursor.Malformed {
        boolean plain = cursor.isKeyPlain();
        List<String> known = payload.known();
        for (int i = 0; i < known.size(); i++) {
            String name = known.get(i);
            if (plain && cursor.keyIs(name)) {
                return name;
            }
            if (!plain || cursor.keyLength() == name.length()) {
                String sent = cursor.key();
                if (sent.equals(name)) {
                    return name;
                }
                refuseOtherCase(sent, name);
            }
        }
        return "";
    }

    /** Some providers match names whatever their case, and would take this one for a field that was checked. */
    private static void refuseOtherCase(String sent, String name) {
        if (sent.equalsIgnoreCase(name)) {
            throw invalid(sent, "is not a field: write it in lower case");
        }
    }

    private void model() throws JsonCursor.Malformed {
        once(modelStart < 0, "model");
        if (cursor.peek() != '"') {
            throw invalid("model", "must be a string: name a model, see GET /v1/models");
        }
        modelStart = cursor.position();
        model = cursor.string();
        modelEnd = cursor.position();
    }

    private void stream() throws JsonCursor.Malformed {
        once(!streamSeen, "stream");
        streamSeen = true;
        stream = flag("stream");
    }

    /** A boolean, or null for false. */
    private boolean flag(String field) throws JsonCursor.Malformed {
        byte b = cursor.peek();
        if (b != 't' && b != 'f' && b != 'n') {
            throw invalid(field, "must be true or false");
        }
        cursor.skipValue();
        return b == 't';
    }

    private void payload() throws JsonCursor.Malformed {
        once(!payloadSeen, payload.field());
        payloadSeen = true;
        String problem = payload.problem(cursor.peek());
        if (problem != null) {
            throw invalid(payload.field(), problem);
        }
        cursor.skipValue();
    }

    private void streamOptions() throws JsonCursor.Malformed {
        once(streamOptionsStart < 0, "stream_options");
        streamOptionsStart = cursor.position();
        if (cursor.peek() == '{') {
            cursor.enterObject();
            while (cursor.nextMember()) {
                if (cursor.key().equals("include_usage")) {
                    includeUsage();
                } else {
                    cursor.skipValue();
                }
            }
        } else if (cursor.peek() == 'n') {
            cursor.skipValue();
        } else {
            throw invalid("stream_options", "must be an object");
        }
        streamOptionsEnd = cursor.position();
    }

    private void includeUsage() throws JsonCursor.Malformed {
        once(includeUsageStart < 0, "stream_options.include_usage");
        includeUsageStart = cursor.position();
        includeUsage = flag("stream_options.include_usage");
        includeUsageEnd = cursor.position();
    }

    /** Which of two equal fields a provider takes is up to it, so what was checked might not be what is used. */
    private static void once(boolean first, String field) {
        if (!first) {
            throw invalid(field, "appears twice: send it once");
        }
    }

    private RequestFields result(int objectEnd, boolean modelFromHeader) {
        if (modelStart < 0 && !modelFromHeader) {
            throw invalid("model", "is required: name a model, see GET /v1/models");
        }
        if (modelStart >= 0 && (model.isEmpty() || model.length() > 256)) {
            throw invalid("model", "must have 1 to 256 characters");
        }
        // A body without a model must have some other member, behind which the model can be put.
        if (!payloadSeen && payload != Payload.ANY && (payload.isRequired() || modelStart < 0)) {
            throw invalid(payload.field(), payload.missing());
        }
        return new RequestFields(
                model,
                modelStart,
                modelEnd,
                stream,
                includeUsage,
                streamOptionsStart,
                streamOptionsEnd,
                includeUsageStart,
                includeUsageEnd,
                objectEnd,
                marks,
                maxOutput);
    }

    private static GatewayException invalid(@Nullable String param, String message) {
        return new GatewayException(new InvalidRequest(param, param == null ? message : param + " " + message));
    }
}
