package dev.sluice.gateway.inference.chat;

/** A streamed answer in a client's dialect, as it is written: holds state, one per request. */
public interface StreamEncoder {
    /** @return the bytes for the client, whole events; empty when the dialect says nothing of it */
    byte[] encode(StreamEvent event);

    /**
     * Whether another delta of the kind of the last one is written in the same way but for its text, and leaves no trace here:
     * then it need not be asked for.
     */
    default boolean repeats() {
        return false;
    }

    /** What follows the last event of a good stream; empty when nothing does. */
    byte[] end();
}
