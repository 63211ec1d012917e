package dev.sluice.bench.mock;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads one request after the other from a connection's bytes, keeping the body's first and last kilobytes only: the model's
 * name is in one of them, however long the prompt.
 */
final class RequestReader {
    private static final int MAX_HEAD = 64 << 10;
    private static final int MAX_BODY_KEPT = 4 << 10;
    private static final int TAIL = 1 << 10;

    private byte[] head = new byte[4 << 10];
    private int headLength;
    private boolean headDone;
    private byte[] start = new byte[0];
    private int startLength;
    private final byte[] tail = new byte[TAIL];
    private long bodyLength;
    private long expected;
    private boolean chunked;
    private boolean complete;

    /** Forgets the request that is complete. */
    void next() {
        headLength = 0;
        headDone = false;
        startLength = 0;
        bodyLength = 0;
        expected = 0;
        chunked = false;
        complete = false;
    }

    boolean isComplete() {
        return complete;
    }

    /** Takes what was received; what comes after the request's end is not expected, since nothing is pipelined. */
    void take(MemorySegment from, int length) {
        int at = headDone ? 0 : takeHead(from, length);
        if (headDone && at < length) {
            takeBody(from, at, length - at);
        }
        if (headDone && !chunked) {
            complete = bodyLength >= expected;
        }
    }

    /** @return how many bytes belong to the head */
    private int takeHead(MemorySegment from, int length) {
        int room = Math.min(length, MAX_HEAD - headLength);
        if (headLength + room > head.length) {
            head = java.util.Arrays.copyOf(head, Math.min(MAX_HEAD, Math.max(head.length * 2, headLength + room)));
        }
        MemorySegment.copy(from, ValueLayout.JAVA_BYTE, 0, head, headLength, room);
        int searched = Math.max(3, headLength);
        int end = headLength + room;
        for (int i = searched; i < end; i++) {
            if (head[i] == '\n' && head[i - 1] == '\r' && head[i - 2] == '\n' && head[i - 3] == '\r') {
                int used = i + 1 - headLength;
                headLength = i + 1;
                headDone = true;
                readHead();
                return used;
            }
        }
        headLength = end;
        return length;
    }

    private void readHead() {
        expected = 0;
        for (int i = 0; i + 1 < headLength; i++) {
            if (head[i] != '\n') {
                continue;
            }
            int first = head[i + 1] | 0x20;
            if (first == 'c' && matches(i + 1, "content-length:")) {
                expected = number(i + 1 + "content-length:".length());
            } else if (first == 't' && matches(i + 1, "transfer-encoding:")) {
                chunked = true;
            }
        }
    }

    private boolean matches(int at, String lowerCase) {
        if (at + lowerCase.length() > headLength) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            byte b = head[at + i];
            int lower = b >= 'A' && b <= 'Z' ? b | 0x20 : b;
            if (lower != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private long number(int at) {
        long value = 0;
        for (int i = at; i < headLength && head[i] != '\r'; i++) {
            if (head[i] >= '0' && head[i] <= '9') {
                value = value * 10 + head[i] - '0';
            }
        }
        return value;
    }

    private void takeBody(MemorySegment from, int at, int length) {
        int room = Math.min(length, MAX_BODY_KEPT - startLength);
        if (room > 0) {
            if (start.length == 0) {
                start = new byte[MAX_BODY_KEPT];
            }
            MemorySegment.copy(from, ValueLayout.JAVA_BYTE, at, start, startLength, room);
            startLength += room;
        }
        if (room < length || chunked) {
            keepTail(from, at, length);
        }
        bodyLength += length;
        if (chunked) {
            complete = endsWithLastChunk();
        }
    }

    private void keepTail(MemorySegment from, int at, int length) {
        int keep = Math.min(length, TAIL);
        System.arraycopy(tail, keep, tail, 0, TAIL - keep);
        MemorySegment.copy(from, ValueLayout.JAVA_BYTE, (long) at + length - keep, tail, TAIL - keep, keep);
    }

    private boolean endsWithLastChunk() {
        return bodyLength >= 5
                && tail[TAIL - 5] == '0'
                && tail[TAIL - 4] == '\r'
                && tail[TAIL - 3] == '\n'
                && tail[TAIL - 2] == '\r'
                && tail[TAIL - 1] == '\n';
    }

    /** The request's path. */
    String path() {
        String line = new String(head, 0, Math.min(headLength, 512), StandardCharsets.ISO_8859_1);
        String[] words = line.split(" ", 3);
        return words.length > 1 ? words[1].toLowerCase(Locale.ROOT) : "";
    }

    /** Whether it is a GET, which asks for the mock's own figures. */
    boolean isGet() {
        return head[0] == 'G';
    }

    /** Whether the kept parts of the body hold the text. */
    boolean contains(byte[] text) {
        return indexOf(start, startLength, text) >= 0 || (bodyLength > startLength && indexOf(tail, TAIL, text) >= 0);
    }

    /** The bytes between {@code before} and the next quote; empty when it is not there. */
    int after(byte[] before, byte[] into) {
        int n = after(start, startLength, before, into);
        return n > 0 || bodyLength <= startLength ? n : after(tail, TAIL, before, into);
    }

    private static int after(byte[] in, int length, byte[] before, byte[] into) {
        int found = indexOf(in, length, before);
        if (found < 0) {
            return 0;
        }
        int n = 0;
        for (int i = found + before.length; i < length && n < into.length && in[i] != '"'; i++) {
            into[n++] = in[i];
        }
        return n;
    }

    private static int indexOf(byte[] in, int length, byte[] text) {
        for (int i = 0; i <= length - text.length; i++) {
            int matched = 0;
            while (matched < text.length && in[i + matched] == text[matched]) {
                matched++;
            }
            if (matched == text.length) {
                return i;
            }
        }
        return -1;
    }
}
