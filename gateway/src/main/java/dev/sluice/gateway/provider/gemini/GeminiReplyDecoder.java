package dev.sluice.gateway.provider.gemini;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.StreamEvent;
import dev.sluice.gateway.provider.FailedReply;
import dev.sluice.gateway.provider.JoinedReply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole reply of generateContent: read as a stream of one event and put together again, so that an answer means the same
 * either way.
 */
final class GeminiReplyDecoder {
    private GeminiReplyDecoder() {}

    /** @throws IOException when it is no reply of this dialect, or reports an error: then with its class */
    static ChatReply decode(byte[] body) throws IOException {
        GeminiStreamDecoder stream = new GeminiStreamDecoder();
        List<StreamEvent> events = new ArrayList<>(stream.event("", body, 0, body.length));
        events.addAll(stream.end());
        Tokens usage = null;
        for (StreamEvent event : events) {
            if (event instanceof StreamEvent.Usage stated) {
                usage = stated.tokens();
            }
        }
        for (StreamEvent event : events) {
            if (event instanceof StreamEvent.Failure failure) {
                throw new FailedReply(failure.kind(), failure.message(), usage);
            }
        }
        return JoinedReply.of(events);
    }
}
