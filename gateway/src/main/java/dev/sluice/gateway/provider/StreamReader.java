package dev.sluice.gateway.provider;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import org.jspecify.annotations.Nullable;

/** Looks at the events of a stream as they pass. Not thread-safe: one per attempt, on its event loop. */
public interface StreamReader {
    byte[] NOTHING = new byte[0];

    /** What becomes of an event. */
    enum Verdict {
        /** It holds content: from here on the answer has begun. */
        CONTENT,
        /** It holds none, and is relayed all the same. */
        OTHER,
        /** It was not asked for by the client: it is left out. */
        WITHHELD,
        /** The provider reports an error inside the stream. */
        ERROR,
        /** The stream's regular end. */
        DONE
    }

    /** @param data the event's data, without field name and line breaks, from {@code start} to {@code end} exclusive */
    Verdict event(byte[] data, int start, int end);

    /** As {@link #event(byte[], int, int)}, of a framing that names events beside their data. */
    default Verdict event(String name, byte[] data, int start, int end) {
        return event(data, start, end);
    }

    /**
     * Where in the data of the last event the string begins that alone may differ in another event without changing what
     * becomes of it, as long as it is not empty; -1: nowhere. Nearly all events of a stream differ in their text alone.
     */
    default int textStart() {
        return -1;
    }

    /** The end of that string, exclusive. */
    default int textEnd() {
        return -1;
    }

    /**
     * What the client gets around that string, which stands between each two of these, as it was sent; null: the event's own
     * bytes. After {@link #textStart}.
     */
    default byte @Nullable [][] aroundText() {
        return null;
    }

    /** An event passed that is like the last one, with another text of so many bytes. */
    default void repeated(int textBytes) {}

    /** What the client gets instead of the last event's bytes; null: these. */
    default byte @Nullable [] forClient() {
        return null;
    }

    /** The class of the last event with {@link Verdict#ERROR}; null: to be told from its data. */
    default @Nullable UpstreamClass failure() {
        return null;
    }

    /** The provider's last byte is in: what the client gets after it. Before {@link #isFinished} is asked for the last time. */
    default byte[] end() {
        return NOTHING;
    }

    /**
     * The stream broke off after its begin: what the client is told, in the midst of its events; null: what its dialect
     * says of errors wherever they come. Nothing is read after it.
     */
    default byte @Nullable [] brokenOff(UpstreamClass kind) {
        return null;
    }

    /** Whether the provider said that the answer is complete: a finish reason, or the dialect's end marker. */
    boolean isFinished();

    /** The last usage stated so far; null when none was. */
    @Nullable
    Tokens usage();

    /** Output so far, estimated from the deltas seen: for streams that end without stating usage. */
    long estimatedOutputTokens();
}
