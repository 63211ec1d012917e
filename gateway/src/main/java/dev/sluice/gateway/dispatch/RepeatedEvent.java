package dev.sluice.gateway.dispatch;

import dev.sluice.gateway.inference.JsonStrings;
import dev.sluice.gateway.provider.StreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Recognises an event that is, byte for byte, the last content event but for its text, as most events of a stream are:
 * comparing costs a tenth of reading. Whatever differs elsewhere is read in full. Where the client's dialect is another, the
 * text goes as it stands, escapes included, between the bytes that surrounded the last one. Not thread-safe.
 */
final class RepeatedEvent {
    /** Providers that change something else with each event are not compared for ever. */
    private static final int MAX_MISSES = 8;

    private static final byte[] NOTHING = new byte[0];
    /** OpenAI's random padding, which hides how long the text is; it means nothing. */
    private static final byte[] PADDING = "\"obfuscation\":\"".getBytes(StandardCharsets.US_ASCII);

    private final StreamReader reader;
    private byte[] before = NOTHING;
    private byte[] after = NOTHING;
    /** What follows the padding; null: there is none. */
    private byte @Nullable [] afterPadding;

    private byte @Nullable [][] around;
    private int misses;
    private int textStart;
    private int textEnd;

    RepeatedEvent(StreamReader reader) {
        this.reader = reader;
    }

    /** Takes the event between start and end, which the reader has just read, as the one to compare with. */
    void learn(byte[] bytes, int start, int end) {
        forget();
        int text = misses < MAX_MISSES ? reader.textStart() : -1;
        if (text < 0) {
            return;
        }
        misses++;
        before = Arrays.copyOfRange(bytes, start, text);
        split(bytes, reader.textEnd(), end);
        around = reader.aroundText();
    }

    private void split(byte[] bytes, int from, int end) {
        for (int i = from; i + PADDING.length < end; i++) {
            if (Arrays.equals(bytes, i, i + PADDING.length, PADDING, 0, PADDING.length)) {
                int padding = i + PADDING.length;
                int close = JsonStrings.close(bytes, padding, end);
                if (close >= padding) {
                    after = Arrays.copyOfRange(bytes, from, padding);
                    afterPadding = Arrays.copyOfRange(bytes, close, end);
                    return;
                }
            }
        }
        after = Arrays.copyOfRange(bytes, from, end);
        afterPadding = null;
    }

    /** An event was read that may have changed what the next ones mean. */
    void forget() {
        before = NOTHING;
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
        byte[] rest = afterPadding;
        if (rest != null) {
            int padded = JsonStrings.close(bytes, end, limit);
            end = padded + rest.length;
            if (padded < 0 || end > limit || !Arrays.equals(bytes, padded, end, rest, 0, rest.length)) {
                return -1;
            }
        }
        if (around != null && !JsonStrings.isPortable(bytes, text, close)) {
            return -1;
        }
        misses = 0;
        textStart = text;
        textEnd = close;
        reader.repeated(close - text);
        return end;
    }

    /** Adds what the client gets of the event between start and end, which has just matched. */
    void write(byte[] bytes, int start, int end, Pieces pieces) {
        byte[][] surroundings = around;
        if (surroundings == null) {
            pieces.add(bytes, start, end);
            return;
        }
        pieces.add(surroundings[0], 0, surroundings[0].length);
        for (int i = 1; i < surroundings.length; i++) {
            pieces.add(bytes, textStart, textEnd);
            pieces.add(surroundings[i], 0, surroundings[i].length);
        }
    }
}
