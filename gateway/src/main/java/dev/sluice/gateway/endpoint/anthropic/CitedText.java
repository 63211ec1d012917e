package dev.sluice.gateway.endpoint.anthropic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Citation;
import dev.sluice.gateway.inference.chat.Content;
import java.util.ArrayList;
import java.util.List;

/** Which citation of an answer belongs to which of its text blocks: here a block cites, not a range of it. */
final class CitedText {
    private final List<Citation> left;
    /** Of the texts before. */
    private int length;

    CitedText(ChatReply.Answer answer) {
        left = new ArrayList<>(answer.citations());
    }

    /** @param last whether no text follows: then it takes all that is left */
    List<ObjectNode> of(Content.Text text, boolean last) {
        length += Citation.length(text.text());
        List<ObjectNode> cited = new ArrayList<>();
        for (Citation citation : List.copyOf(left)) {
            if (last || (citation.hasRange() && citation.start() < length)) {
                left.remove(citation);
                cited.add(json(citation));
            }
        }
        return cited;
    }

    /** As a search of Anthropic's own has them; without its index, which no other provider has. */
    static ObjectNode json(Citation citation) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "web_search_result_location")
                .put("url", citation.url())
                .put("title", citation.title())
                .put("encrypted_index", "")
                .put("cited_text", citation.quoted() == null ? "" : citation.quoted());
    }
}
