package dev.sluice.gateway.provider.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.inference.chat.Citation;
import dev.sluice.gateway.provider.WireJson;
import java.util.ArrayList;
import java.util.List;

/** What the answer cites: documents of the request and outputs of tools. Of those that have no address nothing is said. */
final class CohereCitations {
    /** Of a tool's plan, which is no text of the answer. */
    private static final String PLAN = "PLAN";

    private CohereCitations() {}

    /** @param citations one, or an array of them */
    static List<Citation> of(JsonNode citations) {
        List<Citation> cited = new ArrayList<>();
        if (citations.isObject()) {
            add(cited, citations);
        } else {
            citations.forEach(citation -> add(cited, citation));
        }
        return cited;
    }

    private static void add(List<Citation> cited, JsonNode citation) {
        if (WireJson.text(citation, "type").equals(PLAN)) {
            return;
        }
        int start = citation.path("start").asInt(0);
        int end = citation.path("end").asInt(0);
        for (JsonNode source : citation.path("sources")) {
            JsonNode about = source.path(source.has("document") ? "document" : "tool_output");
            String url = WireJson.text(about, "url");
            String snippet = WireJson.text(about, "snippet");
            if (!url.isEmpty()) {
                cited.add(new Citation(
                        url, WireJson.text(about, "title"), snippet.isEmpty() ? null : snippet, start, end));
            }
        }
    }
}
