package dev.sluice.gateway.dispatch;

import io.vertx.core.buffer.Buffer;

/** Bytes that have come and are not used yet, in one array that grows and is used again. Not thread-safe. */
final class Unread {
    private static final int SMALLEST = 4 << 10;

    private byte[] bytes = new byte[0];
    private int start;
    private int end;

    /** Invalidates what {@link #bytes} and {@link #start} gave before. */
    void add(Buffer chunk) {
        int length = chunk.length();
        if (start == end) {
            start = 0;
            end = 0;
        }
        if (end + length > bytes.length) {
            int needed = end - start + length;
            byte[] roomy = needed <= bytes.length
                    ? bytes
                    : new byte[Math.max(SMALLEST, Math.max(needed, Math.min(2 * bytes.length, needed + (1 << 20))))];
            System.arraycopy(bytes, start, roomy, 0, end - start);
            bytes = roomy;
            end -= start;
            start = 0;
        }
        chunk.getBytes(bytes, end);
        end += length;
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    int length() {
        return end - start;
    }

    /** The first of them are done with. */
    void skip(int count) {
        start += count;
    }
}
