package dev.sluice.gateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A provider's own words on an error, as they may be told to clients of any dialect. */
public final class ProviderMessage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_CHARS = 2_048;
    /** Beyond this nothing is looked at: what is told is cut anyway, and patterns cost time. */
    private static final int MAX_READ = 8_192;

    private static final List<String> NAMES = List.of("message", "detail", "error_message", "msg", "error", "data");

    /** What vendors' keys and tokens look like; providers quote them when they refuse them. */
    private static final Pattern SECRET = Pattern.compile("(?i:bearer|basic)\\s+[\\w.~+/=*-]{6,}"
            + "|\\b(?:sk|pk|rk|gsk|csk|xai|pplx|nvapi|hf|fw|tgp|sl)[-_][\\w*.-]{6,}"
            + "|\\bAIza[\\w*-]{10,}|\\bya29\\.[\\w.-]+|\\b(?:AKIA|ASIA)[A-Z0-9]{12,}"
            + "|\\beyJ[\\w-]{8,}(?:\\.[\\w-]*)*|\\b[0-9a-fA-F]{32,}\\b"
            + "|(?<![\\w+/=-])(?=[\\w+/=-]{0,200}[a-z])(?=[\\w+/=-]{0,200}[A-Z])(?=[\\w+/=-]{0,200}\\d)[\\w+/=-]{32,}");

    private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\s]+");

    private ProviderMessage() {}

    /**
     * @param body of an error, or the data of its event; may be anything
     * @return null when there are no words in it that are meant for reading: a page of HTML, say
     */
    public static @Nullable String in(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            JsonNode object = root.isArray() ? root.path(0) : root;
            // An event of a response that failed wraps it once more.
            JsonNode error = object.path("response").isObject() ? object.path("response") : object;
            String words = words(error.path("error"));
            words = words.isEmpty() ? words(error) : words;
            return words.isBlank() ? null : clean(words);
        } catch (IOException e) {
            return null;
        }
    }

    /** A text, or what an object names as its words; of several problems the first. */
    private static String words(JsonNode error) {
        if (error.isTextual()) {
            return error.textValue();
        }
        if (error.isArray()) {
            return words(error.path(0));
        }
        for (String name : NAMES) {
            JsonNode value = error.path(name);
            String words = value.isMissingNode() ? "" : words(value);
            if (!words.isBlank()) {
                return words;
            }
        }
        return "";
    }

    /** Without line breaks and anything like a key, and not too long. */
    public static String clean(String words) {
        String start = words.length() <= MAX_READ ? words : words.substring(0, MAX_READ);
        String plain = BREAKS.matcher(SECRET.matcher(start).replaceAll("…"))
                .replaceAll(" ")
                .strip();
        if (plain.length() <= MAX_CHARS) {
            return plain;
        }
        int end = Character.isHighSurrogate(plain.charAt(MAX_CHARS - 2)) ? MAX_CHARS - 2 : MAX_CHARS - 1;
        return plain.substring(0, end) + "…";
    }
}
