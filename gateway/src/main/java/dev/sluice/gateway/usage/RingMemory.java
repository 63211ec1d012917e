package dev.sluice.gateway.usage;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The bytes behind a {@link UsageRing}: a header page, slots for what is in flight, and the ring of records. A memory-mapped
 * file survives the death of the process; without a directory it is anonymous memory.
 *
 * <p>A record is {@code [tag: position + 1][length: int][crc: int][seq]} and its bytes, aligned to 8. The tag holds the
 * absolute position and is written last, so a reader knows a finished record from an old or a half-written one without
 * anything being cleared.
 */
final class RingMemory implements AutoCloseable {
    static final long MAGIC = 0x534c5543_52494e32L;
    static final int HEADER_BYTES = 4096;
    static final int SLOT_BYTES = 3072;
    static final int SLOTS = 8_192;
    static final int MAX_MARKER = SLOT_BYTES - 16;
    static final int RECORD_HEADER = 24;
    private static final long AT_MAGIC = 0;
    private static final long AT_CAPACITY = 8;
    private static final long AT_ACKED = 16;
    private static final long AT_INSTANCE = 64;
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    private final Arena arena = Arena.ofShared();
    private final @Nullable FileChannel file;
    private final MemorySegment memory;
    private final long capacity;
    private final long dataStart = HEADER_BYTES + (long) SLOTS * SLOT_BYTES;

    private RingMemory(@Nullable FileChannel file, long capacity) throws IOException {
        this.file = file;
        this.capacity = capacity;
        long size = dataStart + capacity;
        memory = file == null ? arena.allocate(size, 8) : file.map(FileChannel.MapMode.READ_WRITE, 0, size, arena);
    }

    /** A new ring; every page is touched now, so that recording never waits for one. */
    static RingMemory create(@Nullable Path path, long capacity, String instance) throws IOException {
        FileChannel file = path == null
                ? null
                : FileChannel.open(
                        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (file != null && file.tryLock() == null) {
            throw new IOException(path + " is in use");
        }
        RingMemory ring = new RingMemory(file, capacity);
        ring.memory.fill((byte) 0);
        ring.memory.set(ValueLayout.JAVA_LONG, AT_CAPACITY, capacity);
        byte[] name = instance.getBytes(StandardCharsets.US_ASCII);
        ring.memory.set(ValueLayout.JAVA_BYTE, AT_INSTANCE, (byte) name.length);
        MemorySegment.copy(name, 0, ring.memory, ValueLayout.JAVA_BYTE, AT_INSTANCE + 1, name.length);
        LONG.setRelease(ring.memory, AT_MAGIC, MAGIC);
        return ring;
    }

    /** A ring that a process left behind; null when another process uses it, or it was never finished. */
    static @Nullable RingMemory reopen(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (file.tryLock() == null) {
            file.close();
            return null;
        }
        long capacity = file.size() - HEADER_BYTES - (long) SLOTS * SLOT_BYTES;
        if (capacity <= 0) {
            file.close();
            return null;
        }
        RingMemory ring = new RingMemory(file, capacity);
        if ((long) LONG.getAcquire(ring.memory, AT_MAGIC) != MAGIC
                || ring.memory.get(ValueLayout.JAVA_LONG, AT_CAPACITY) != capacity) {
            ring.close();
            return null;
        }
        return ring;
    }

    long capacity() {
        return capacity;
    }

    String instance() {
        byte[] name = new byte[memory.get(ValueLayout.JAVA_BYTE, AT_INSTANCE)];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, AT_INSTANCE + 1, name, 0, name.length);
        return new String(name, StandardCharsets.US_ASCII);
    }

    long acked() {
        return (long) LONG.getAcquire(memory, AT_ACKED);
    }

    void acked(long position) {
        LONG.setRelease(memory, AT_ACKED, position);
    }

    private long at(long position) {
        return dataStart + position % capacity;
    }

    /** Bytes from a position to the end of the ring's memory. */
    long untilWrap(long position) {
        return capacity - position % capacity;
    }

    void writeRecord(long position, long seq, byte[] bytes) {
        long at = at(position);
        memory.set(ValueLayout.JAVA_INT, at + 8, bytes.length);
        memory.set(ValueLayout.JAVA_INT, at + 12, crc(bytes));
        memory.set(ValueLayout.JAVA_LONG, at + 16, seq);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, at + RECORD_HEADER, bytes.length);
        LONG.setRelease(memory, at, position + 1);
    }

    /** Marks the rest before the wrap as unused. */
    void writePadding(long position) {
        if (untilWrap(position) >= RECORD_HEADER) {
            memory.set(ValueLayout.JAVA_INT, at(position) + 8, -1);
            LONG.setRelease(memory, at(position), position + 1);
        }
    }

    /** Whether a finished record (or padding) begins at the position. */
    boolean isWritten(long position) {
        return untilWrap(position) >= RECORD_HEADER && (long) LONG.getAcquire(memory, at(position)) == position + 1;
    }

    boolean isPadding(long position) {
        return memory.get(ValueLayout.JAVA_INT, at(position) + 8) < 0;
    }

    int lengthAt(long position) {
        return memory.get(ValueLayout.JAVA_INT, at(position) + 8);
    }

    long seqAt(long position) {
        return memory.get(ValueLayout.JAVA_LONG, at(position) + 16);
    }

    /** @return the record's bytes; null when they are damaged, or were overwritten meanwhile */
    byte @Nullable [] bytesAt(long position) {
        int length = lengthAt(position);
        if (length < 0 || length > untilWrap(position) - RECORD_HEADER) {
            return null;
        }
        byte[] bytes = new byte[length];
        int crc = memory.get(ValueLayout.JAVA_INT, at(position) + 12);
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at(position) + RECORD_HEADER, bytes, 0, length);
        return isWritten(position) && crc == crc(bytes) ? bytes : null;
    }

    void writeSlot(int slot, byte[] bytes) {
        long at = slotAt(slot);
        int length = Math.min(bytes.length, MAX_MARKER);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, at + 8, length);
        LONG.setRelease(memory, at, (long) length);
    }

    void clearSlot(int slot) {
        LONG.setRelease(memory, slotAt(slot), 0L);
    }

    /** @return null when nothing is in flight there */
    byte @Nullable [] slot(int slot) {
        long length = (long) LONG.getAcquire(memory, slotAt(slot));
        if (length <= 0 || length > SLOT_BYTES - 16) {
            return null;
        }
        byte[] bytes = new byte[(int) length];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, slotAt(slot) + 8, bytes, 0, bytes.length);
        return bytes;
    }

    private static long slotAt(int slot) {
        return HEADER_BYTES + (long) slot * SLOT_BYTES;
    }

    private static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        arena.close();
        if (file != null) {
            file.close();
        }
    }
}
