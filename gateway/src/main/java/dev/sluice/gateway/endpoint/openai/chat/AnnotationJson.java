package dev.sluice.gateway.endpoint.openai.chat;

import dev.sluice.gateway.inference.JsonBytes;
import dev.sluice.gateway.inference.chat.Citation;

/** A citation as OpenAI's dialects write it. A range that is not known is empty: clients expect its members. */
public final class AnnotationJson {
    private AnnotationJson() {}

    /** An entry of {@code annotations} of a chat completion. */
    static void chat(Citation citation, JsonBytes out) {
        out.raw("{\"type\":\"url_citation\",\"url_citation\":{");
        members(citation, out);
        out.raw("}}");
    }

    /** An entry of {@code annotations} of a response. */
    public static void response(Citation citation, JsonBytes out) {
        out.raw("{\"type\":\"url_citation\",");
        members(citation, out);
        out.raw("}");
    }

    private static void members(Citation citation, JsonBytes out) {
        out.raw("\"url\":").string(citation.url()).raw(",\"title\":").string(citation.title());
        out.raw(",\"start_index\":").number(citation.start());
        out.raw(",\"end_index\":").number(citation.end());
    }
}
