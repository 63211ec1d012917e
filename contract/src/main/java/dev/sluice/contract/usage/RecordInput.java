package dev.sluice.contract.usage;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link RecordOutput} wrote, and trusts none of it: whatever cannot be meant is an {@link IOException}. */
public final class RecordInput {
    private static final VarHandle FIXED = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private int position;

    public RecordInput(byte[] bytes) {
        this(bytes, 0);
    }

    RecordInput(byte[] bytes, int start) {
        this.bytes = bytes;
        this.position = start;
    }

    long fixed() throws IOException {
        need(Long.BYTES);
        long value = (long) FIXED.get(bytes, position);
        position += Long.BYTES;
        return value;
    }

    long number() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            need(1);
            byte next = bytes[position++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("a number does not end before byte " + position);
    }

    int integer() throws IOException {
        long value = number();
        if (value != (int) value) {
            throw new IOException(value + " before byte " + position + " is no 32-bit number");
        }
        return (int) value;
    }

    /** How many elements follow; each takes at least a byte. */
    int count() throws IOException {
        long count = number();
        need(count);
        return (int) count;
    }

    public String text() throws IOException {
        long header = number();
        long length = header >>> 1;
        need(length);
        String text = new String(
                bytes,
                position,
                (int) length,
                (header & 1) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        position += (int) length;
        return text;
    }

    /** Bytes behind their length. */
    byte[] bytes() throws IOException {
        int length = count();
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    boolean isAtEnd() {
        return position == bytes.length;
    }

    void end() throws IOException {
        if (position != bytes.length) {
            throw new IOException("a record of " + bytes.length + " bytes ends at " + position);
        }
    }

    private void need(long more) throws IOException {
        if (more < 0 || more > bytes.length - position) {
            throw new IOException("a record of " + bytes.length + " bytes has no " + more + " more at " + position);
        }
    }
}
