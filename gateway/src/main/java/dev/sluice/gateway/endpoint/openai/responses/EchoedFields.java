package dev.sluice.gateway.endpoint.openai.responses;

import dev.sluice.gateway.inference.JsonBytes;
import dev.sluice.gateway.inference.JsonCursor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a response repeats of its request: as it was sent, or what it is when it is unsaid. */
final class EchoedFields {
    private static final Map<String, byte[]> UNSAID = unsaid();

    private EchoedFields() {}

    private static Map<String, byte[]> unsaid() {
        Map<String, byte[]> fields = new LinkedHashMap<>();
        fields.put("instructions", JsonBytes.ascii("null"));
        fields.put("max_output_tokens", JsonBytes.ascii("null"));
        fields.put("metadata", JsonBytes.ascii("{}"));
        fields.put("parallel_tool_calls", JsonBytes.ascii("true"));
        fields.put("reasoning", JsonBytes.ascii("{\"effort\":null,\"summary\":null}"));
        fields.put("temperature", JsonBytes.ascii("null"));
        fields.put("text", JsonBytes.ascii("{\"format\":{\"type\":\"text\"}}"));
        fields.put("tool_choice", JsonBytes.ascii("\"auto\""));
        fields.put("tools", JsonBytes.ascii("[]"));
        fields.put("top_p", JsonBytes.ascii("null"));
        fields.put("user", JsonBytes.ascii("null"));
        return fields;
    }

    /**
     * @param request a JSON object, which was looked at before
     * @return members of an object, each with a comma in front
     */
    static byte[] of(byte[] request) {
        Map<String, byte[]> fields = new LinkedHashMap<>(UNSAID);
        JsonCursor cursor = new JsonCursor(request, 0, request.length);
        try {
            cursor.enterObject();
            while (cursor.nextMember()) {
                member(cursor, request, fields);
            }
        } catch (JsonCursor.Malformed e) {
            fields = UNSAID; // it is to be repeated whole or not at all
        }
        JsonBytes out = new JsonBytes();
        fields.forEach((name, value) -> out.raw(",\"").raw(name).raw("\":").raw(value));
        return out.take();
    }

    private static void member(JsonCursor cursor, byte[] request, Map<String, byte[]> fields)
            throws JsonCursor.Malformed {
        boolean said = cursor.peek() != 'n';
        String name = "";
        for (String known : UNSAID.keySet()) {
            if (cursor.keyIs(known)) {
                name = known;
            }
        }
        int start = cursor.position();
        cursor.skipValue();
        if (said && !name.isEmpty()) {
            fields.put(name, onOneLine(Arrays.copyOfRange(request, start, cursor.position())));
        }
    }

    /** A line break in JSON stands between values only, and would end the line of an event. */
    private static byte[] onOneLine(byte[] json) {
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                json[i] = ' ';
            }
        }
        return json;
    }
}
