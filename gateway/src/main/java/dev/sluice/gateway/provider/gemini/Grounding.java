package dev.sluice.gateway.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.inference.chat.Citation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code groundingMetadata}: sources ({@code groundingChunks}), and which segment of the answer rests on which of them ({@code
 * groundingSupports}). Segments are in bytes of UTF-8.
 */
final class Grounding {
    private Grounding() {}

    /** @param answer all of its text */
    static List<Citation> citations(JsonNode metadata, CharSequence answer) {
        JsonNode chunks = metadata.path("groundingChunks");
        List<Citation> citations = new ArrayList<>();
        for (JsonNode support : metadata.path("groundingSupports")) {
            JsonNode segment = support.path("segment");
            for (JsonNode index : support.path("groundingChunkIndices")) {
                add(citations, chunks.path(index.asInt(-1)), segment, answer);
            }
        }
        if (metadata.path("groundingSupports").isEmpty()) {
            chunks.forEach(chunk -> add(citations, chunk, chunk.path("segment"), answer));
        }
        return citations;
    }

    private static void add(List<Citation> citations, JsonNode chunk, JsonNode segment, CharSequence answer) {
        JsonNode source = chunk.path(chunk.has("web") ? "web" : "retrievedContext");
        String url = GeminiJson.text(source.path("uri"));
        if (url.isEmpty()) {
            return;
        }
        int start = character(answer, segment.path("startIndex").asInt(0));
        int end =
                segment.isObject() ? character(answer, segment.path("endIndex").asInt(0)) : 0;
        citations.add(new Citation(url, GeminiJson.text(source.path("title")), quoted(source), start, end));
    }

    private static @Nullable String quoted(JsonNode source) {
        String text = GeminiJson.text(source.path("text"));
        return text.isEmpty() ? null : text;
    }

    /** The character that begins at a byte or after it; the last one's end at most. */
    private static int character(CharSequence text, int bytes) {
        int characters = 0;
        int at = 0;
        for (int n = 0; n < text.length() && at < bytes; n++) {
            char c = text.charAt(n);
            if (!Character.isLowSurrogate(c)) {
                characters++;
                at += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isHighSurrogate(c) ? 4 : 3;
            }
        }
        return characters;
    }
}
