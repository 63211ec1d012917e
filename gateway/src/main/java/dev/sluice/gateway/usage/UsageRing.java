package dev.sluice.gateway.usage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where usage records wait for the publisher: recording is one copy, by any event loop, without a lock on the records;
 * one thread reads. What is acknowledged stays readable until its place is needed.
 */
public final class UsageRing implements AutoCloseable {
    private final RingMemory memory;
    private final String instance;
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong seq = new AtomicLong();
    private final AtomicLong waiting = new AtomicLong();
    private final ArrayDeque<Integer> freeSlots = new ArrayDeque<>();
    private long read;

    private UsageRing(RingMemory memory, String instance) {
        this.memory = memory;
        this.instance = instance;
        for (int slot = 0; slot < RingMemory.SLOTS; slot++) {
            freeSlots.add(slot);
        }
    }

    /**
     * @param file where it lives; null for anonymous memory, which does not survive the process
     * @param bytes of records it holds
     */
    public static UsageRing create(@Nullable Path file, long bytes, String instance) throws IOException {
        return new UsageRing(RingMemory.create(file, bytes / 8 * 8, instance), instance);
    }

    public String instance() {
        return instance;
    }

    /** The next number of this instance, from 1. Every number that is taken must come back in a record. */
    public long nextSeq() {
        return seq.incrementAndGet();
    }

    /** How many numbers were taken. */
    public long lastSeq() {
        return seq.get();
    }

    /**
     * Remembers that a request is in flight, so that it is accounted for even if the process dies.
     *
     * @return the slot, for {@link #landed}; -1 when all are taken
     */
    int inFlight(byte[] marker) {
        Integer slot;
        synchronized (freeSlots) {
            slot = freeSlots.poll();
        }
        if (slot == null) {
            return -1;
        }
        memory.writeSlot(slot, marker);
        return slot;
    }

    void landed(int slot) {
        if (slot >= 0) {
            memory.clearSlot(slot);
            synchronized (freeSlots) {
                freeSlots.push(slot);
            }
        }
    }

    /** @return false when the ring is full of records that nobody has acknowledged */
    boolean append(long seq, byte[] record) {
        long need = (RingMemory.RECORD_HEADER + record.length + 7L) / 8 * 8;
        while (true) {
            long from = tail.get();
            long start = memory.untilWrap(from) < need ? from + memory.untilWrap(from) : from;
            if (start + need - memory.acked() > memory.capacity()) {
                return false;
            }
            if (tail.compareAndSet(from, start + need)) {
                if (start != from) {
                    memory.writePadding(from);
                }
                memory.writeRecord(start, seq, record);
                waiting.incrementAndGet();
                return true;
            }
        }
    }

    /** A record, and the position after it. */
    record Entry(byte[] bytes, long seq, long position, long next) {}

    /** The next record in order, or null when there is none. For the publisher's thread alone. */
    @Nullable
    Entry next() {
        while (read < tail.get()) {
            if (memory.untilWrap(read) < RingMemory.RECORD_HEADER) {
                read += memory.untilWrap(read);
                continue;
            }
            if (!memory.isWritten(read)) {
                return null;
            }
            if (memory.isPadding(read)) {
                read += memory.untilWrap(read);
                continue;
            }
            Entry entry = at(read);
            if (entry == null) {
                throw new IllegalStateException("a record on the ring is damaged at " + read);
            }
            read = entry.next();
            return entry;
        }
        return null;
    }

    /** Goes back to what was last acknowledged: what was read since is read again. */
    void rewind() {
        read = memory.acked();
    }

    /** The record at a position that {@link Entry} gave earlier; null when its place was taken since. */
    @Nullable
    Entry at(long position) {
        if (!memory.isWritten(position) || memory.isPadding(position)) {
            return null;
        }
        byte[] bytes = memory.bytesAt(position);
        return bytes == null
                ? null
                : new Entry(
                        bytes,
                        memory.seqAt(position),
                        position,
                        position + (RingMemory.RECORD_HEADER + bytes.length + 7L) / 8 * 8);
    }

    /** Where reading goes on after padding at the position; -1 when there is none there. */
    long afterPadding(long position) {
        boolean tooShort = memory.untilWrap(position) < RingMemory.RECORD_HEADER;
        return tooShort || (memory.isWritten(position) && memory.isPadding(position))
                ? position + memory.untilWrap(position)
                : -1;
    }

    /** Everything before {@code position} is stored elsewhere. */
    void acknowledge(long position, int records) {
        memory.acked(position);
        waiting.addAndGet(-records);
    }

    /** Records not acknowledged. */
    public long waitingRecords() {
        return waiting.get();
    }

    boolean isHalfEmpty() {
        return waitingBytes() < memory.capacity() / 2;
    }

    /** Bytes not acknowledged. */
    public long waitingBytes() {
        return tail.get() - memory.acked();
    }

    @Override
    public void close() throws IOException {
        memory.close();
    }
}
