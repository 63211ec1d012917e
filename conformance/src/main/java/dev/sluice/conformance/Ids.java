package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code $ID9(x)} in an expected body: any id of nine characters, the same wherever x stands. */
final class Ids {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACE = Pattern.compile("\"(id|tool_call_id)\":\"\\$ID9\\(([^)]*)\\)\"");
    private static final Pattern SEEN = Pattern.compile("\"(?:id|tool_call_id)\":\"([a-zA-Z0-9]{9})\"");

    private Ids() {}

    /** With what the gateway made of each id, in the order in which they come. */
    static JsonNode resolved(JsonNode expected, String seen) throws IOException {
        String text = expected.toString();
        if (!text.contains("$ID9(")) {
            return expected;
        }
        Map<String, String> made = new HashMap<>();
        Matcher sent = SEEN.matcher(seen);
        Matcher place = PLACE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (place.find()) {
            String id = sent.find() ? sent.group(1) : "missing";
            made.putIfAbsent(place.group(2), id);
            String resolved = Objects.requireNonNull(made.get(place.group(2)));
            place.appendReplacement(out, "\"" + place.group(1) + "\":\"" + resolved + "\"");
        }
        return JSON.readTree(place.appendTail(out).toString());
    }
}
