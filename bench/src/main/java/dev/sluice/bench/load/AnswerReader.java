package dev.sluice.bench.load;

import dev.sluice.bench.mock.Answers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer after the other from a connection's bytes, split wherever they may be: status, framing, where it ends,
 * and the mock's stamps when they are asked for.
 */
final class AnswerReader {
    /** Told when an event's stamp is complete. */
    interface Stamps {
        void stamp(long sentNanos);
    }

    private enum Part {
        HEAD,
        LENGTH,
        UNTIL_CLOSE,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILER,
        COMPLETE
    }

    private static final int MAX_HEAD = 64 << 10;

    private byte[] head = new byte[1 << 10];
    private int headLength;
    private Part part = Part.HEAD;
    private int status;
    private boolean closes;
    private long rest;
    private boolean body;
    private boolean lineEmpty;
    private boolean sizeEnded;
    private int stampDigits;
    private long stamp;

    void next() {
        headLength = 0;
        part = Part.HEAD;
        status = 0;
        closes = false;
        body = false;
        stampDigits = 0;
    }

    boolean isComplete() {
        return part == Part.COMPLETE;
    }

    /** Whether a byte of the body has come, or the answer is over without one. */
    boolean hasBody() {
        return body || part == Part.COMPLETE;
    }

    int status() {
        return status;
    }

    /** Whether the server closes the connection after this answer. */
    boolean closes() {
        return closes;
    }

    /**
     * The connection has ended.
     *
     * @return whether that completes the answer
     */
    boolean end() {
        if (part == Part.UNTIL_CLOSE) {
            part = Part.COMPLETE;
        }
        return isComplete();
    }

    /** @param stamps null: nobody wants them, so bodies are skipped */
    void take(MemorySegment from, int length, @Nullable Stamps stamps) {
        int at = part == Part.HEAD ? takeHead(from, length) : 0;
        while (at < length && part != Part.COMPLETE) {
            at = part == Part.LENGTH || part == Part.UNTIL_CLOSE || part == Part.CHUNK_DATA
                    ? takeData(from, at, length, stamps)
                    : takeFraming(from.get(ValueLayout.JAVA_BYTE, at), at);
        }
    }

    private int takeHead(MemorySegment from, int length) {
        int room = Math.min(length, MAX_HEAD - headLength);
        if (headLength + room > head.length) {
            head = Arrays.copyOf(head, Math.max(head.length * 2, headLength + room));
        }
        MemorySegment.copy(from, ValueLayout.JAVA_BYTE, 0, head, headLength, room);
        int end = headLength + room;
        for (int i = Math.max(3, headLength); i < end; i++) {
            if (head[i] == '\n' && head[i - 1] == '\r' && head[i - 2] == '\n') {
                int used = i + 1 - headLength;
                headLength = i + 1;
                readHead();
                return used;
            }
        }
        headLength = end;
        return length;
    }

    private void readHead() {
        status = (head[9] - '0') * 100 + (head[10] - '0') * 10 + head[11] - '0';
        part = Part.UNTIL_CLOSE;
        for (int i = 0; i + 1 < headLength; i++) {
            if (head[i] != '\n') {
                continue;
            }
            int first = head[i + 1] | 0x20;
            if (first == 'c' && HeaderLine.is(head, i + 1, headLength, "content-length:")) {
                rest = HeaderLine.number(head, i + 1, headLength);
                part = rest == 0 ? Part.COMPLETE : Part.LENGTH;
            } else if (first == 't' && HeaderLine.is(head, i + 1, headLength, "transfer-encoding: chunked")) {
                beginChunk();
            } else if (first == 'c' && HeaderLine.is(head, i + 1, headLength, "connection: close")) {
                closes = true;
            }
        }
    }

    private void beginChunk() {
        part = Part.CHUNK_SIZE;
        rest = 0;
        sizeEnded = false;
    }

    private int takeData(MemorySegment from, int at, int length, @Nullable Stamps stamps) {
        body = true;
        int available = length - at;
        int n = part == Part.UNTIL_CLOSE ? available : (int) Math.min(available, rest);
        if (stamps != null) {
            for (int i = at; i < at + n; i++) {
                scan(from.get(ValueLayout.JAVA_BYTE, i), stamps);
            }
        }
        if (part != Part.UNTIL_CLOSE) {
            rest -= n;
            if (rest == 0) {
                part = part == Part.LENGTH ? Part.COMPLETE : Part.CHUNK_END;
            }
        }
        return at + n;
    }

    private void scan(byte b, Stamps stamps) {
        if (b == Answers.STAMP) {
            stampDigits = Answers.STAMP_DIGITS;
            stamp = 0;
        } else if (stampDigits > 0) {
            stamp = stamp * 10 + b - '0';
            if (--stampDigits == 0) {
                stamps.stamp(stamp);
            }
        }
    }

    private int takeFraming(byte b, int at) {
        switch (part) {
            case CHUNK_SIZE -> {
                if (b == '\n') {
                    part = rest == 0 ? Part.TRAILER : Part.CHUNK_DATA;
                    lineEmpty = true;
                } else if (b == ';' || b == '\r') {
                    sizeEnded = true;
                } else if (!sizeEnded) {
                    rest = rest * 16 + Character.digit(b, 16);
                }
            }
            case CHUNK_END -> {
                if (b == '\n') {
                    beginChunk();
                }
            }
            case TRAILER -> {
                if (b == '\n' && lineEmpty) {
                    part = Part.COMPLETE;
                } else if (b == '\n') {
                    lineEmpty = true;
                } else if (b != '\r') {
                    lineEmpty = false;
                }
            }
            case HEAD, LENGTH, UNTIL_CLOSE, CHUNK_DATA, COMPLETE -> throw new IllegalStateException(part.name());
        }
        return at + 1;
    }
}
