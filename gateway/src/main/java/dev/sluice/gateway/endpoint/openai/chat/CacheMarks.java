package dev.sluice.gateway.endpoint.openai.chat;

import dev.sluice.gateway.inference.chat.Content;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code cache_control} of a message: a mark behind its last part, as Anthropic means it. */
final class CacheMarks {
    private CacheMarks() {}

    /** @param said not empty */
    static List<Content> onLast(List<Content> said, @Nullable String cacheControl) {
        if (cacheControl == null) {
            return said;
        }
        List<Content> marked = new ArrayList<>(said);
        marked.add(mark(marked.removeLast(), cacheControl));
        return marked;
    }

    /** A part's own mark stays. Thoughts, calls and sound cannot be marked. */
    private static Content mark(Content part, String mark) {
        return switch (part) {
            case Content.Text text when text.cacheControl() == null -> new Content.Text(text.text(), mark);
            case Content.Image image
            when image.cacheControl() == null -> new Content.Image(image.source(), image.detail(), mark);
            case Content.Document document
            when document.cacheControl() == null -> new Content.Document(document.source(), document.name(), mark);
            default -> part;
        };
    }
}
