package dev.sluice.ingest.source;

import java.io.IOException;

/** Where usage goes that cannot be read, for people to look at. */
@FunctionalInterface
public interface DeadLetters {
    /**
     * Returns when it is stored. Blocking.
     *
     * @param message as the gateway sent it, or one record of it in a message of its own
     * @param reason why it cannot be read, without the contents
     * @throws IOException when it was not stored
     */
    void put(byte[] message, String reason) throws IOException;
}
