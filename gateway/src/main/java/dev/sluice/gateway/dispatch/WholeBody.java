package dev.sluice.gateway.dispatch;

import dev.sluice.gateway.inference.Bytes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** Takes an answer in one piece, up to a bound. On the event loop of its request. */
final class WholeBody {
    private static final int MAX_ERROR_BYTES = 256 << 10;
    private static final int MAX_REPLY_BYTES = 32 << 20;

    private final Listener listener;
    private final boolean good;
    private final Pieces pieces = new Pieces();

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
        response.endHandler(_ -> listener.whole(body.pieces.take()));
    }

    private void chunk(Buffer chunk) {
        listener.active();
        if (pieces.length() + chunk.length() <= (good ? MAX_REPLY_BYTES : MAX_ERROR_BYTES)) {
            pieces.add(Bytes.of(chunk), 0, chunk.length());
        } else if (good) {
            listener.tooLong();
        }
    }
}
