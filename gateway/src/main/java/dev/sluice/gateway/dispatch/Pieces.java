package dev.sluice.gateway.dispatch;

import dev.sluice.gateway.inference.Bytes;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** Byte ranges that wait to be written as one buffer, of exactly their size. Not thread-safe. */
final class Pieces {
    private static final byte[] NOTHING = new byte[0];

    private byte[][] arrays = new byte[4][];
    private int[] starts = new int[4];
    private int[] ends = new int[4];
    private int count;
    private int length;

    /** The bytes must not be changed until {@link #take}. */
    @SuppressWarnings("ReferenceEquality") // ranges of one array that adjoin become one
    void add(byte[] bytes, int start, int end) {
        if (start == end) {
            return;
        }
        length += end - start;
        if (count > 0 && arrays[count - 1] == bytes && ends[count - 1] == start) {
            ends[count - 1] = end;
            return;
        }
        if (count == arrays.length) {
            arrays = Arrays.copyOf(arrays, count * 2);
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        arrays[count] = bytes;
        starts[count] = start;
        ends[count] = end;
        count++;
    }

    /** Bytes that wait. */
    int length() {
        return length;
    }

    /** All that waits, which is then gone from here. One range is not copied. */
    Buffer take() {
        Buffer buffer = count == 1
                ? Bytes.buffer(Unpooled.wrappedBuffer(arrays[0], starts[0], length))
                : Bytes.buffer(merged());
        clear();
        return buffer;
    }

    private byte[] merged() {
        if (count == 0) {
            return NOTHING;
        }
        byte[] merged = new byte[length];
        int at = 0;
        for (int i = 0; i < count; i++) {
            System.arraycopy(arrays[i], starts[i], merged, at, ends[i] - starts[i]);
            at += ends[i] - starts[i];
        }
        return merged;
    }

    void clear() {
        Arrays.fill(arrays, 0, count, NOTHING);
        count = 0;
        length = 0;
    }
}
