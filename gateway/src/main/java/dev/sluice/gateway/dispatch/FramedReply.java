package dev.sluice.gateway.dispatch;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.provider.ReplyReader;
import dev.sluice.gateway.provider.StreamReader;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A stream that a client of an account gets in one piece, since no client's dialect has its framing: read for its usage. */
final class FramedReply {
    private FramedReply() {}

    /** @return null when the content type is that of no such stream */
    static ReplyReader.@Nullable Reply read(String contentType, Buffer body, StreamReader reader) {
        StreamFrames frames = Framing.of(contentType, false);
        if (frames == null) {
            return null;
        }
        StreamFrames.Handler handler = new StreamFrames.Handler() {
            @Override
            public void event(byte[] bytes, int start, int end, byte[] data, int dataStart, int dataEnd) {
                if (dataStart >= 0) {
                    reader.event(data, dataStart, dataEnd);
                }
            }

            @Override
            public void message(String name, byte[] data, int start, int end) {
                reader.event(name, data, start, end);
            }
        };
        if (frames.feed(body, handler)) {
            frames.finish(handler);
        }
        reader.end();
        Tokens usage = reader.usage();
        return new ReplyReader.Reply(usage, null, null, usage == null ? reader.estimatedOutputTokens() : 0);
    }
}
