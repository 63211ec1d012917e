package dev.sluice.gateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.inference.chat.Citation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Citations as OpenAI's dialects and their like have them. */
public final class UrlCitations {
    private UrlCitations() {}

    /**
     * @param annotations those of other kinds are left out
     * @param offset of the text they are of in the answer's text
     */
    public static List<Citation> of(JsonNode annotations, int offset) {
        List<Citation> citations = new ArrayList<>();
        for (JsonNode annotation : annotations) {
            Citation citation = of(annotation);
            if (citation != null) {
                citations.add(citation.moved(offset));
            }
        }
        return citations;
    }

    /** Chat completions have the members one level down, Responses do not. */
    public static @Nullable Citation of(JsonNode annotation) {
        JsonNode inner = annotation.path("url_citation");
        JsonNode source = inner.isObject() ? inner : annotation;
        String url = WireJson.text(source, "url");
        if (url.isEmpty() || !WireJson.text(annotation, "type").equals("url_citation")) {
            return null;
        }
        String quoted = WireJson.text(source, "content");
        return new Citation(
                url,
                WireJson.text(source, "title"),
                quoted.isEmpty() ? null : quoted,
                source.path("start_index").asInt(0),
                source.path("end_index").asInt(0));
    }

    /** Perplexity's, beside the choices: of the answer as a whole. */
    public static List<Citation> ofSearch(JsonNode results) {
        List<Citation> citations = new ArrayList<>();
        for (JsonNode result : results) {
            String url = WireJson.text(result, "url");
            String snippet = WireJson.text(result, "snippet");
            if (!url.isEmpty()) {
                citations.add(
                        new Citation(url, WireJson.text(result, "title"), snippet.isEmpty() ? null : snippet, 0, 0));
            }
        }
        return citations;
    }
}
