package dev.sluice.gateway.inference.chat;

import java.util.List;

/** A provider's stream, as it is read: holds state, one per attempt. */
public interface StreamDecoder {
    /** Begins the name of what the transport itself calls an error, and no event. */
    String ERROR_MARK = "error:";

    /**
     * @param name of the event where the transport has names, else empty
     * @param data UTF-8, from {@code start} to {@code end} exclusive
     * @return what it means, in order; often nothing
     */
    List<StreamEvent> event(String name, byte[] data, int start, int end);

    /**
     * Whether another event like the last one, with nothing between them, means the same but for its text when that is all
     * that differs, and leaves no other trace here: then it need not be read. Asked of events that gave one delta alone.
     */
    default boolean repeats() {
        return false;
    }

    /** The provider's last byte is in. A stream that is not complete then ends with a {@link StreamEvent.Failure}. */
    List<StreamEvent> end();
}
