package dev.sluice.gateway.provider;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A whole answer put together from the events of a stream, so that it means the same either way. */
public final class JoinedReply {
    private final List<Content> content = new ArrayList<>();
    private final StringBuilder open = new StringBuilder();
    private boolean thinking;
    private String id = "";
    private String model = "";
    private StreamEvent.@Nullable ToolCallStart call;
    private StreamEvent.@Nullable Finish finish;
    private @Nullable Tokens usage;

    private JoinedReply() {}

    /** @throws IOException when the events are no whole answer, or one of them is a failure */
    public static ChatReply of(List<StreamEvent> events) throws IOException {
        JoinedReply reply = new JoinedReply();
        for (StreamEvent event : events) {
            reply.add(event);
        }
        return reply.whole();
    }

    private void add(StreamEvent event) throws IOException {
        switch (event) {
            case StreamEvent.Start(String statedId, String statedModel) -> {
                id = statedId;
                model = statedModel;
            }
            case StreamEvent.TextDelta(String text) -> text(text, false);
            case StreamEvent.ThinkingDelta(String text) -> text(text, true);
            case StreamEvent.ThinkingSignature(String signature) -> {
                if (!thinking) {
                    close(null); // it signs no text that came before
                }
                close(signature);
            }
            case StreamEvent.HiddenThinking(String data) -> {
                close(null);
                content.add(new Content.HiddenThinking(data));
            }
            case StreamEvent.ToolCallStart start -> {
                close(null);
                call = start;
            }
            case StreamEvent.ToolArgumentsDelta(int index, String json) -> {
                if (call != null && call.index() == index) {
                    open.append(json);
                }
            }
            case StreamEvent.Finish end -> {
                close(null);
                finish = end;
            }
            case StreamEvent.Usage(Tokens tokens) -> usage = tokens;
            case StreamEvent.Failure failure -> throw new IOException(failure.message());
        }
    }

    private void text(String text, boolean thought) {
        if (call != null || thinking != thought) {
            close(null);
            thinking = thought;
        }
        open.append(text);
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

    private ChatReply whole() throws IOException {
        StreamEvent.Finish end = finish;
        if (end == null) {
            throw new IOException("the answer has no end");
        }
        FinishReason reason = end.reason();
        return new ChatReply(id, model, content, reason, end.stopText(), usage);
    }
}
