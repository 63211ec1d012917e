package dev.sluice.gateway.dispatch;

import io.vertx.core.buffer.Buffer;

/** Cuts a stream of JSON texts, one to a line ({@code application/x-ndjson}). Blank lines say nothing. Not thread-safe. */
final class LineFrames implements StreamFrames {
    private final Unread unread = new Unread();
    /** Bytes of the unfinished line that hold no break. */
    private int scanned;

    @Override
    public boolean feed(Buffer chunk, Handler handler) {
        unread.add(chunk);
        byte[] bytes = unread.bytes();
        int end = unread.end();
        int next = LineBreaks.next(bytes, unread.start() + scanned, end);
        while (next < end) {
            line(bytes, unread.start(), next, handler);
            unread.skip(next + 1 - unread.start());
            next = LineBreaks.next(bytes, next + 1, end);
        }
        scanned = unread.length();
        return scanned <= MAX_EVENT_BYTES;
    }

    /** The last line may lack its break. One that does not end as an object does has been cut off, and is of no use. */
    @Override
    public void finish(Handler handler) {
        int end = unread.end();
        if (unread.length() > 0 && unread.bytes()[end - 1] == '}') {
            line(unread.bytes(), unread.start(), end, handler);
        }
        unread.skip(unread.length());
        scanned = 0;
    }

    private static void line(byte[] bytes, int start, int end, Handler handler) {
        int from = start;
        while (from < end && bytes[from] <= ' ' && bytes[from] >= 0) {
            from++;
        }
        if (from < end) {
            handler.message("", bytes, from, end);
        }
    }
}
