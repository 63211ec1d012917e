package dev.sluice.gateway.dispatch;

import dev.sluice.gateway.inference.JsonStrings;
import dev.sluice.gateway.provider.StreamReader;
import java.util.Arrays;

/**
 * Recognises an event that is, byte for byte, the last content event but for its text, as most events of a stream are:
 * comparing costs a tenth of reading. Whatever differs elsewhere is read in full. Not thread-safe.
 */
final class RepeatedEvent {
    /** Providers that change something else with each event are not compared for ever. */
    private static final int MAX_MISSES = 8;

    private static final byte[] NOTHING = new byte[0];

    private final StreamReader reader;
    private byte[] before = NOTHING;
    private byte[] after = NOTHING;
    private int misses;

    RepeatedEvent(StreamReader reader) {
        this.reader = reader;
    }

    /** Takes the event between start and end, which the reader has just read, as the one to compare with. */
    void learn(byte[] bytes, int start, int end) {
        if (misses >= MAX_MISSES || reader.textStart() < 0) {
            return;
        }
        misses++;
        before = Arrays.copyOfRange(bytes, start, reader.textStart());
        after = Arrays.copyOfRange(bytes, reader.textEnd(), end);
    }

    /** @return the end of the event that begins at {@code start} when it is like the last one; else -1 */
    int match(byte[] bytes, int start, int limit) {
        int text = start + before.length;
        if (before.length == 0
                || text + after.length > limit
                || !Arrays.equals(bytes, start, text, before, 0, before.length)) {
            return -1;
        }
        int close = JsonStrings.close(bytes, text, limit);
        int end = close + after.length;
        if (close <= text || end > limit || !Arrays.equals(bytes, close, end, after, 0, after.length)) {
            return -1;
        }
        misses = 0;
        reader.repeated(close - text);
        return end;
    }
}
