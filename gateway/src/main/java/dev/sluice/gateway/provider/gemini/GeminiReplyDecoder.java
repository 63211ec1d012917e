package dev.sluice.gateway.provider.gemini;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole reply of generateContent: read as a stream of one event and put together again, so that an answer means the same
 * either way.
 */
final class GeminiReplyDecoder {
    private final List<Content> content = new ArrayList<>();
    private final StringBuilder open = new StringBuilder();
    private boolean thinking;
    private String id = "";
    private String model = "";
    private StreamEvent.@Nullable ToolCallStart call;
    private @Nullable FinishReason finish;
    private @Nullable Tokens usage;

    private GeminiReplyDecoder() {}

    /** @throws IOException when it is no reply of this dialect, or reports an error: then with its class */
    static ChatReply decode(byte[] body) throws IOException {
        GeminiStreamDecoder stream = new GeminiStreamDecoder();
        GeminiReplyDecoder reply = new GeminiReplyDecoder();
        for (StreamEvent event : stream.event("", body, 0, body.length)) {
            reply.add(event);
        }
        for (StreamEvent event : stream.end()) {
            reply.add(event);
        }
        return reply.whole();
    }

    private void add(StreamEvent event) throws GeminiReplyException {
        switch (event) {
            case StreamEvent.Start(String statedId, String statedModel) -> {
                id = statedId;
                model = statedModel;
            }
            case StreamEvent.TextDelta(String text) -> text(text, false);
            case StreamEvent.ThinkingDelta(String text) -> text(text, true);
            case StreamEvent.ThinkingSignature(String signature) -> close(signature);
            case StreamEvent.HiddenThinking _ -> {} // not of this dialect
            case StreamEvent.ToolCallStart start -> {
                close(null);
                call = start;
            }
            case StreamEvent.ToolArgumentsDelta arguments -> call(arguments.json());
            case StreamEvent.Finish end -> finish = end.reason();
            case StreamEvent.Usage(Tokens tokens) -> usage = tokens;
            case StreamEvent.Failure failure -> throw new GeminiReplyException(failure.kind(), failure.message());
        }
    }

    private void text(String text, boolean thought) {
        if (thinking != thought) {
            close(null);
            thinking = thought;
        }
        open.append(text);
    }

    /** @param signature of the thought that is open, which an empty one may have too */
    private void close(@Nullable String signature) {
        String text = open.toString();
        if (thinking && (signature != null || !text.isEmpty())) {
            content.add(new Content.Thinking(text, signature));
        } else if (!thinking && !text.isEmpty()) {
            content.add(new Content.Text(text));
        }
        open.setLength(0);
        thinking = false;
    }

    private void call(String arguments) {
        if (call != null) {
            content.add(new Content.ToolCall(call.id(), call.name(), arguments));
            call = null;
        }
    }

    private ChatReply whole() throws IOException {
        close(null);
        if (finish == null) {
            throw new IOException("no reply of generateContent");
        }
        return new ChatReply(id, model, content, finish, null, usage);
    }
}
