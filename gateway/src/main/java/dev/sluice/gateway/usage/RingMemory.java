package dev.sluice.gateway.usage;

import dev.sluice.contract.usage.RecordOutput;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The bytes behind a {@link UsageRing}: a header page, slots for what is in flight, and the ring of records. A memory-mapped
 * file survives the death of the process; without a file it is anonymous memory, which needs no slots.
 *
 * <p>A record is {@code [tag: position + 1][length: int][crc: int]} and its bytes, aligned to 8. The tag holds the absolute
 * position and is written last, so a reader knows a finished record from an old or a half-written one without anything
 * being cleared. A slot is {@code [crc << 32 | length]} and its bytes; 0: free.
 */
final class RingMemory implements AutoCloseable {
    /** What a file begins with. Another number stands for another format. */
    static final long MAGIC = 0x534c5543_52494e33L;

    static final int HEADER_BYTES = 4096;
    static final int SLOT_BYTES = 1024;
    static final int SLOTS = 16_384;
    static final int MAX_MARKER = SLOT_BYTES - Long.BYTES;
    static final int RECORD_HEADER = 16;
    /** What a new file has space for from the start. */
    static final int FIRST_SLOTS = 512;

    private static final long FIRST_RECORDS = 1 << 20;
    private static final long AT_MAGIC = 0;
    private static final long AT_CAPACITY = 8;
    private static final long AT_ACKED = 16;
    private static final long AT_INSTANCE = 64;
    private static final int MAX_INSTANCE = 64;
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    private final Arena arena = Arena.ofShared();
    private final @Nullable FileChannel file;
    private final MemorySegment memory;
    private final int slots;
    private final long dataStart;
    private final long capacity;
    /** Positions from here on have no memory yet. */
    private volatile long reserved = Long.MAX_VALUE;

    private RingMemory(@Nullable FileChannel file, int slots, long capacity) throws IOException {
        this.file = file;
        this.slots = slots;
        this.capacity = capacity;
        dataStart = HEADER_BYTES + (long) slots * SLOT_BYTES;
        long size = dataStart + capacity;
        memory = file == null ? arena.allocate(size, 8) : file.map(FileChannel.MapMode.READ_WRITE, 0, size, arena);
    }

    /** A new ring in the file, of which only the beginning may be used yet; without one, in memory and without slots. */
    static RingMemory create(@Nullable Path path, long capacity, String instance) throws IOException {
        int slots = path == null ? 0 : SLOTS;
        FileChannel file =
                path == null ? null : RingFile.create(path, HEADER_BYTES + (long) slots * SLOT_BYTES + capacity);
        RingMemory ring = new RingMemory(file, slots, capacity);
        if (file != null) {
            ring.reserved = Math.min(FIRST_RECORDS, capacity);
            RingFile.reserve(file, 0, slotAt(FIRST_SLOTS));
            RingFile.reserve(file, ring.dataStart, ring.reserved);
        }
        ring.memory.set(ValueLayout.JAVA_LONG, AT_CAPACITY, capacity);
        byte[] name = instance.getBytes(StandardCharsets.US_ASCII);
        int length = Math.min(name.length, MAX_INSTANCE);
        ring.memory.set(ValueLayout.JAVA_BYTE, AT_INSTANCE, (byte) length);
        MemorySegment.copy(name, 0, ring.memory, ValueLayout.JAVA_BYTE, AT_INSTANCE + 1, length);
        LONG.setRelease(ring.memory, AT_MAGIC, MAGIC);
        return ring;
    }

    /**
     * Takes the space of the rest of a new file. By one thread; may be called again after a failure.
     *
     * @return whether that was now
     */
    boolean reserve() throws IOException {
        if (file == null || reserved == Long.MAX_VALUE) {
            return false;
        }
        RingFile.reserve(file, slotAt(FIRST_SLOTS), dataStart - slotAt(FIRST_SLOTS));
        RingFile.reserve(file, dataStart + reserved, capacity - reserved);
        reserved = Long.MAX_VALUE;
        return true;
    }

    long reserved() {
        return reserved;
    }

    /**
     * A ring that a process left behind.
     *
     * @return null when another process uses it, or it was never finished
     * @throws RingFile.UnreadableException when it is no ring of this version
     */
    static @Nullable RingMemory reopen(Path path) throws IOException {
        FileChannel file = RingFile.reopen(path, MAGIC);
        if (file == null) {
            return null;
        }
        long capacity = file.size() - HEADER_BYTES - (long) SLOTS * SLOT_BYTES;
        if (capacity < RECORD_HEADER || capacity % 8 != 0) {
            file.close();
            throw new RingFile.UnreadableException("it has no room for records");
        }
        RingMemory ring = new RingMemory(file, SLOTS, capacity);
        long acked = ring.acked();
        if (ring.memory.get(ValueLayout.JAVA_LONG, AT_CAPACITY) != capacity || acked < 0 || acked % 8 != 0) {
            ring.close();
            throw new RingFile.UnreadableException("its header does not fit its size");
        }
        return ring;
    }

    int slots() {
        return slots;
    }

    long capacity() {
        return capacity;
    }

    String instance() {
        int length = Math.clamp(memory.get(ValueLayout.JAVA_BYTE, AT_INSTANCE), 0, MAX_INSTANCE);
        byte[] name = new byte[length];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, AT_INSTANCE + 1, name, 0, length);
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

    void writeRecord(long position, RecordOutput record) {
        long at = at(position);
        memory.set(ValueLayout.JAVA_INT, at + 8, record.length());
        memory.set(ValueLayout.JAVA_INT, at + 12, record.crc());
        record.copyTo(memory, at + RECORD_HEADER);
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
        return lengthAt(position) < 0;
    }

    private int lengthAt(long position) {
        return memory.get(ValueLayout.JAVA_INT, at(position) + 8);
    }

    /** The position after a record of the length. */
    static long after(long position, int length) {
        return position + (RECORD_HEADER + length + 7L) / 8 * 8;
    }

    /** @return the record's bytes; null when they are damaged, or were overwritten meanwhile */
    byte @Nullable [] bytesAt(long position) {
        int length = lengthAt(position);
        if (length < 0 || length > untilWrap(position) - RECORD_HEADER) {
            return null;
        }
        int crc = memory.get(ValueLayout.JAVA_INT, at(position) + 12);
        byte[] bytes = copy(at(position) + RECORD_HEADER, length);
        return isWritten(position) && crc == crc(bytes) ? bytes : null;
    }

    /** Fills a free slot; the record is at most {@link #MAX_MARKER} bytes long. */
    void writeSlot(int slot, RecordOutput record) {
        long at = slotAt(slot);
        record.copyTo(memory, at + Long.BYTES);
        LONG.setRelease(memory, at, (long) record.crc() << 32 | record.length());
    }

    void clearSlot(int slot) {
        LONG.setRelease(memory, slotAt(slot), 0L);
    }

    /** @return null when nothing is in flight there, or it is damaged */
    byte @Nullable [] slot(int slot) {
        long header = (long) LONG.getAcquire(memory, slotAt(slot));
        int length = (int) header;
        if (length <= 0 || length > MAX_MARKER) {
            return null;
        }
        byte[] bytes = copy(slotAt(slot) + Long.BYTES, length);
        return (int) (header >> 32) == crc(bytes) ? bytes : null;
    }

    private static long slotAt(int slot) {
        return HEADER_BYTES + (long) slot * SLOT_BYTES;
    }

    private byte[] copy(long at, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, bytes, 0, length);
        return bytes;
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
