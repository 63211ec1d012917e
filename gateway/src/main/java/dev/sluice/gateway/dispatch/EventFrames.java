package dev.sluice.gateway.dispatch;

import dev.sluice.gateway.inference.Bytes;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of server-sent events (WHATWG HTML, "Server-sent events") into whole events without changing a byte: LF,
 * CR LF and CR end a line, an empty line ends an event. What is incomplete stays until the rest comes. Not thread-safe.
 */
final class EventFrames implements StreamFrames {
    private byte[] pending = new byte[0];
    private int length;
    private int scanned;
    private int lineStart;

    @Override
    public boolean feed(Buffer chunk, Handler handler) {
        byte[] bytes = join(chunk);
        int eventStart = 0;
        int i = scanned;
        while (i < length) {
            int known = i == eventStart ? handler.known(bytes, i, length) : -1;
            if (known > 0) {
                i = known;
                eventStart = known;
                lineStart = known;
                continue;
            }
            i = LineBreaks.next(bytes, i, length);
            if (i == length || (bytes[i] == '\r' && i + 1 == length)) {
                break; // whether a LF follows the CR decides where the line ends
            }
            int next = bytes[i] == '\r' && bytes[i + 1] == '\n' ? i + 2 : i + 1;
            if (i == lineStart) {
                emit(bytes, eventStart, next, handler);
                eventStart = next;
            }
            lineStart = next;
            i = next;
        }
        keep(bytes, eventStart, i);
        return length <= MAX_EVENT_BYTES;
    }

    /** The last event may lack its empty line. */
    @Override
    public void finish(Handler handler) {
        if (length > 0 && isWhole(pending, length)) {
            emit(pending, 0, length, handler);
        }
        length = 0;
    }

    /** The last event may lack its blank line. One whose data begins as an object and does not end so has been cut off. */
    private static boolean isWhole(byte[] bytes, int length) {
        String tail = new String(bytes, 0, length, StandardCharsets.ISO_8859_1).strip();
        int line = Math.max(tail.lastIndexOf('\n'), tail.lastIndexOf('\r')) + 1;
        boolean object = tail.startsWith("data:", line)
                && tail.substring(line + "data:".length()).stripLeading().startsWith("{");
        return !object || tail.endsWith("}");
    }

    private byte[] join(Buffer chunk) {
        if (length == 0) {
            scanned = 0;
            lineStart = 0;
            length = chunk.length();
            return Bytes.of(chunk);
        }
        byte[] joined = Arrays.copyOf(pending, length + chunk.length());
        chunk.getBytes(joined, length);
        length = joined.length;
        return joined;
    }

    private void keep(byte[] bytes, int from, int scannedTo) {
        length -= from;
        if (length > 0) {
            pending = from == 0 ? bytes : Arrays.copyOfRange(bytes, from, from + length);
        }
        scanned = scannedTo - from;
        lineStart -= from;
    }

    private static void emit(byte[] bytes, int start, int end, Handler handler) {
        int dataStart = -1;
        int dataEnd = -1;
        byte @Nullable [] joined = null;
        int line = start;
        while (line < end) {
            int stop = LineBreaks.next(bytes, line, end);
            if (isData(bytes, line, stop)) {
                int from = line + 5 < stop && bytes[line + 5] == ' ' ? line + 6 : Math.min(line + 5, stop);
                if (dataStart < 0) {
                    dataStart = from;
                    dataEnd = stop;
                } else {
                    byte[] sofar = joined != null ? joined : Arrays.copyOfRange(bytes, dataStart, dataEnd);
                    joined = Arrays.copyOf(sofar, sofar.length + 1 + stop - from);
                    joined[sofar.length] = '\n';
                    System.arraycopy(bytes, from, joined, sofar.length + 1, stop - from);
                }
            }
            line = stop + 1 < end && bytes[stop] == '\r' && bytes[stop + 1] == '\n' ? stop + 2 : stop + 1;
        }
        if (joined != null) {
            handler.event(bytes, start, end, joined, 0, joined.length);
        } else {
            handler.event(bytes, start, end, bytes, dataStart, dataEnd);
        }
    }

    private static boolean isData(byte[] bytes, int start, int end) {
        return end - start >= 4
                && bytes[start] == 'd'
                && bytes[start + 1] == 'a'
                && bytes[start + 2] == 't'
                && bytes[start + 3] == 'a'
                && (end - start == 4 || bytes[start + 4] == ':');
    }
}
