package dev.sluice.gateway.dispatch;

import dev.sluice.gateway.error.UpstreamClass;
import io.vertx.core.buffer.Buffer;

/** Cuts the bytes of a provider's stream into events, however the network cut them. Holds state: one per stream. */
interface StreamFrames {
    /** One event may be as long as this; a longer one is an error. */
    int MAX_EVENT_BYTES = 4 << 20;

    /** Receives events in order. */
    interface Handler {
        /**
         * A server-sent event.
         *
         * @param bytes holds the event, its empty line included, from {@code start} to {@code end}
         * @param dataStart of the data in {@code data}; -1 for an event without data, such as a comment
         * @param data {@code bytes}, or a copy when the event has several data lines
         */
        void event(byte[] bytes, int start, int end, byte[] data, int dataStart, int dataEnd);

        /**
         * A message of another framing, which no client speaks.
         *
         * @param name as the framing gives it, else empty
         * @param data valid only during the call, from {@code start} to {@code end}
         */
        default void message(String name, byte[] data, int start, int end) {
            event(data, start, end, data, start, end);
        }

        /**
         * Whether a whole event that is known without being read begins at {@code start}.
         *
         * @return its end, when it was taken; else -1
         */
        default int known(byte[] bytes, int start, int limit) {
            return -1;
        }
    }

    /** @return false when nothing more can be read: {@link #fault} says why */
    boolean feed(Buffer chunk, Handler handler);

    /** Hands over a last event that ends with the stream, where the framing allows that. */
    void finish(Handler handler);

    /** After a {@link #feed} that failed. */
    default UpstreamClass fault() {
        return UpstreamClass.TOO_LARGE;
    }
}
