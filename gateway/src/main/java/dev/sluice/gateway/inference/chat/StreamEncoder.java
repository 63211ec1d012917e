package dev.sluice.gateway.inference.chat;

/** A streamed answer in a client's dialect, as it is written: holds state, one per request. */
public interface StreamEncoder {
    /** @return the bytes for the client, whole events; empty when the dialect says nothing of it */
    byte[] encode(StreamEvent event);

    /** What follows the last event of a good stream; empty when nothing does. */
    byte[] end();
}
