package dev.sluice.contract.usage;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one encoded record, or of those of a message, in an array that is used again for the next. Numbers take as many bytes as they need
 * (LEB128), text is preceded by its length. Not thread-safe: each event loop has its own.
 */
public final class RecordOutput {
    /** Beyond what a record takes that is not full of the client's own text. */
    private static final int USUAL_BYTES = 2048;

    private static final int MAX_NUMBER = 10;
    private static final int NAMES = 512;
    private static final VarHandle FIXED = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final CRC32 crc = new CRC32();
    private final @Nullable Name[] names = new Name[NAMES];
    private byte[] bytes = new byte[USUAL_BYTES];
    private int length;

    /** A name that was written before, and its bytes. */
    private record Name(String name, byte[] bytes) {}

    public void clear() {
        length = 0;
    }

    public int length() {
        return length;
    }

    public int crc() {
        crc.reset();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    public void copyTo(MemorySegment memory, long offset) {
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, offset, length);
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    void copyTo(byte[] to, int offset) {
        System.arraycopy(bytes, 0, to, offset, length);
    }

    /** As they are, without their length. */
    void bytes(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    /** Eight bytes, whatever the value. */
    void fixed(long value) {
        reserve(Long.BYTES);
        FIXED.set(bytes, length, value);
        length += Long.BYTES;
    }

    /** Any value; small ones that are not negative are the cheap ones. */
    void number(long value) {
        reserve(MAX_NUMBER);
        length = number(bytes, length, value);
    }

    private static int number(byte[] bytes, int from, long value) {
        int at = from;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        return at;
    }

    /** Latin-1 where that is enough, which needs no memory of its own, else UTF-8; the length's lowest bit tells which. */
    public void text(String text) {
        int chars = text.length();
        reserve(MAX_NUMBER + chars);
        int at = number(bytes, length, (long) chars << 1);
        int seen = 0;
        for (int n = 0; n < chars; n++) {
            char c = text.charAt(n);
            seen |= c;
            bytes[at + n] = (byte) c;
        }
        if (seen < 0x100) {
            length = at + chars;
        } else {
            unicode(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The same bytes as {@link #text}, for text that comes again: names of policy, constants. Copying them costs half. */
    void name(String name) {
        int hash = name.hashCode();
        int place = (hash ^ hash >>> 16) & NAMES - 1;
        Name known = names[place];
        if (known != null && known.name.equals(name)) {
            reserve(known.bytes.length);
            System.arraycopy(known.bytes, 0, bytes, length, known.bytes.length);
            length += known.bytes.length;
        } else {
            int from = length;
            text(name);
            names[place] = new Name(name, Arrays.copyOfRange(bytes, from, length));
        }
    }

    private void unicode(byte[] utf8) {
        reserve(MAX_NUMBER + utf8.length);
        length = number(bytes, length, (long) utf8.length << 1 | 1);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
