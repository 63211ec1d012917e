package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.inference.chat.Citation;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What text blocks cite: a citation is of its whole block, whose end a stream tells last. Of those kinds that have no address,
 * such as pages of the client's own documents, nothing is said. Holds state: one per answer.
 */
final class AnthropicCitations {
    private final List<Citation> open = new ArrayList<>();
    /** Of the answer's text. */
    private int length;
    /** Of the block that is open. */
    private int start;

    /** A text block said that it may cite. */
    private boolean expected;

    private boolean uncounted;

    /** A text block begins; what the one before cited is of it alone. */
    void begin(JsonNode block) {
        open.clear();
        start = length;
        expected |= block.path("citations").isArray();
        block.path("citations").forEach(this::cite);
    }

    /** Whether texts need not be read here: afterwards their length is not known, nor the range of what cites. */
    boolean unread() {
        uncounted |= !expected;
        return !expected;
    }

    void text(String text) {
        length += Citation.length(text);
    }

    void cite(JsonNode citation) {
        String url = AnthropicJson.text(citation, "url");
        Citation cited = of(citation, url.isEmpty() ? AnthropicJson.text(citation, "source") : url);
        if (cited != null) {
            open.add(cited);
        }
    }

    /** A source of a search result of the client's own may be any name. */
    private static @Nullable Citation of(JsonNode citation, String url) {
        String quoted = AnthropicJson.text(citation, "cited_text");
        return url.startsWith("http://") || url.startsWith("https://")
                ? new Citation(url, AnthropicJson.text(citation, "title"), quoted.isEmpty() ? null : quoted, 0, 0)
                : null;
    }

    /** The block ends. */
    List<Citation> end() {
        int behind = uncounted ? start : length;
        List<Citation> cited = open.stream()
                .map(each -> new Citation(each.url(), each.title(), each.quoted(), start, behind))
                .toList();
        open.clear();
        return cited;
    }

    /** The block ends, in a stream. */
    void end(List<StreamEvent> out) {
        if (!open.isEmpty()) {
            end().forEach(cited -> out.add(new StreamEvent.Cited(cited)));
        }
    }
}
