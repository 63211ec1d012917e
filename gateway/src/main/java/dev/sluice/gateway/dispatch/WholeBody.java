package dev.sluice.gateway.dispatch;

import dev.sluice.gateway.inference.Bytes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import org.jspecify.annotations.Nullable;

/** Takes an answer in one piece, up to a bound. On the event loop of its request. */
final class WholeBody {
    private static final int MAX_ERROR_BYTES = 256 << 10;
    private static final int MAX_REPLY_BYTES = 32 << 20;

    private final Listener listener;
    private final boolean good;
    /** The only chunk so far, as nearly always. */
    private @Nullable Buffer first;
    /** As soon as there are more. */
    private @Nullable Pieces pieces;

    private int length;

    /** Told how it goes. */
    interface Listener {
        void active();

        /** A good answer is longer than any may be. Of an error the beginning is enough. */
        void tooLong();

        /** Once, with all that there was. */
        void whole(Buffer body);
    }

    private WholeBody(Listener listener, boolean good) {
        this.listener = listener;
        this.good = good;
    }

    /** @param good whether the answer is one that was asked for, and no error */
    static void of(HttpClientResponse response, boolean good, Listener listener) {
        WholeBody body = new WholeBody(listener, good);
        response.handler(body::chunk);
        response.endHandler(_ -> listener.whole(body.take()));
    }

    private void chunk(Buffer chunk) {
        listener.active();
        if (length + chunk.length() <= (good ? MAX_REPLY_BYTES : MAX_ERROR_BYTES)) {
            add(chunk);
        } else if (good) {
            listener.tooLong();
        }
    }

    private void add(Buffer chunk) {
        if (length == 0) {
            first = chunk;
        } else {
            Pieces all = pieces == null ? new Pieces() : pieces;
            if (first != null) {
                all.add(Bytes.of(first), 0, length);
                first = null;
            }
            all.add(Bytes.of(chunk), 0, chunk.length());
            pieces = all;
        }
        length += chunk.length();
    }

    private Buffer take() {
        if (first != null) {
            return first;
        }
        return pieces == null ? Buffer.buffer() : pieces.take();
    }
}
