package dev.sluice.gateway.dispatch;

import dev.sluice.gateway.error.GatewayError;
import io.vertx.core.buffer.Buffer;

/**
 * Where a reply goes: the client, in its dialect. All calls are on the event loop of the request. After {@link #isGone}
 * nothing that is written arrives.
 */
public interface ReplySink {
    /** A whole reply; its cost is known. */
    void whole(ReplyHead head, Buffer body);

    /** The head of a reply that follows in parts. Called once, before any {@link #write}. */
    void begin(ReplyHead head);

    /** Takes ownership of the bytes. */
    void write(Buffer bytes);

    /** Ends a reply in parts, after its last bytes. */
    void end(Buffer lastBytes);

    /** An error after {@link #begin}: told inside the stream, which then ends in order. */
    void interrupt(GatewayError error);

    /** Closes the client's connection: a reply cannot be passed on, or its reader has not read for too long. */
    void abort();

    /** Whether so much is waiting that the provider must be read more slowly. */
    boolean isFull();

    /** Runs once, when the client has caught up. */
    void onDrained(Runnable resume);

    /** Whether the client went away. */
    boolean isGone();
}
