package dev.sluice.gateway.provider;

import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Citation;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One answer of a {@link JoinedReply}: deltas that belong together become one content. */
final class JoinedAnswer {
    private final List<Content> content = new ArrayList<>();
    private final List<Citation> citations = new ArrayList<>();
    private final StringBuilder open = new StringBuilder();
    private boolean thinking;
    private StreamEvent.@Nullable ToolCallStart call;
    private StreamEvent.@Nullable Finish finish;

    void text(String text, boolean thought) {
        if (call != null || thinking != thought) {
            close(null);
            thinking = thought;
        }
        open.append(text);
    }

    void sign(String signature) {
        if (!thinking) {
            close(null); // it signs no text that came before
        }
        close(signature);
    }

    /** What comes in one piece. */
    void add(Content whole) {
        close(null);
        content.add(whole);
    }

    void begin(StreamEvent.ToolCallStart start) {
        close(null);
        call = start;
    }

    void arguments(int index, String json) {
        if (call != null && call.index() == index) {
            open.append(json);
        }
    }

    void cite(Citation citation) {
        citations.add(citation);
    }

    void finish(StreamEvent.Finish end) {
        close(null);
        finish = end;
    }

    /** @param signature of the thought that is open, which an empty one may have too */
    private void close(@Nullable String signature) {
        String text = open.toString();
        open.setLength(0);
        if (call != null) {
            content.add(new Content.ToolCall(call.id(), call.name(), text.isEmpty() ? "{}" : text));
            call = null;
        } else if (signature != null || (thinking && !text.isEmpty())) {
            content.add(new Content.Thinking(text, signature));
        } else if (!text.isEmpty()) {
            content.add(new Content.Text(text));
        }
        thinking = false;
    }

    ChatReply.Answer whole() throws IOException {
        StreamEvent.Finish end = finish;
        if (end == null) {
            throw new IOException("the answer has no end");
        }
        return new ChatReply.Answer(content, citations, end.reason(), end.stopText());
    }
}
