package dev.sluice.gateway.usage;

import dev.sluice.contract.usage.RecordOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where usage records wait for the publisher: recording is one copy, by any event loop, without a lock on the records;
 * one thread reads. What is acknowledged stays readable until its place is needed.
 */
public final class UsageRing implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(UsageRing.class);

    private final RingMemory memory;
    private final String instance;
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong seq = new AtomicLong();
    private final AtomicLong waiting = new AtomicLong();
    private final FreeSlots freeSlots;
    private final AtomicLong damaged = new AtomicLong();
    private long read;
    private int skipped;

    private UsageRing(RingMemory memory, String instance) {
        this.memory = memory;
        this.instance = instance;
        freeSlots = new FreeSlots(memory.slots(), RingMemory.FIRST_SLOTS);
    }

    /**
     * @param file where it lives; null for anonymous memory, which does not survive the process and takes no markers
     * @param bytes of records it holds
     */
    public static UsageRing create(@Nullable Path file, long bytes, String instance) throws IOException {
        return new UsageRing(RingMemory.create(file, bytes / 8 * 8, instance), instance);
    }

    /**
     * Takes the space of the rest of the file: tens of milliseconds, during which the beginning serves. For the
     * publisher's thread alone.
     *
     * @throws IOException when the disk is full; to be tried again
     */
    void reserve() throws IOException {
        if (memory.reserve()) {
            for (int slot = memory.slots() - 1; slot >= RingMemory.FIRST_SLOTS; slot--) {
                freeSlots.giveBack(slot);
            }
        }
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
    int inFlight(RecordOutput marker) {
        int slot = freeSlots.take();
        if (slot != FreeSlots.NONE) {
            memory.writeSlot(slot, marker);
        }
        return slot;
    }

    void landed(int slot) {
        if (slot != FreeSlots.NONE) {
            memory.clearSlot(slot);
            freeSlots.giveBack(slot);
        }
    }

    /** @return false when the ring is full of records that nobody has acknowledged */
    boolean append(RecordOutput record) {
        long need = RingMemory.after(0, record.length());
        while (true) {
            long from = tail.get();
            long start = memory.untilWrap(from) < need ? from + memory.untilWrap(from) : from;
            long end = start + need;
            if (end - memory.acked() > memory.capacity() || end > memory.reserved()) {
                return false;
            }
            if (tail.compareAndSet(from, end)) {
                if (start != from) {
                    memory.writePadding(from);
                }
                memory.writeRecord(start, record);
                waiting.incrementAndGet();
                return true;
            }
        }
    }

    /** A record, and the position after it. */
    record Entry(byte[] bytes, long position, long next) {}

    /** The next record in order, or null when there is none. For the publisher's thread alone. */
    @Nullable
    Entry next() {
        while (read < tail.get()) {
            long wrapped = afterPadding(read);
            if (wrapped >= 0) {
                read = wrapped;
            } else if (!memory.isWritten(read)) {
                return null;
            } else {
                Entry entry = at(read);
                if (entry != null) {
                    read = entry.next();
                    return entry;
                }
                skip();
            }
        }
        return null;
    }

    /** Goes on behind a record that is damaged: nobody is helped by a publisher that stands before it for ever. */
    private void skip() {
        LOG.errorf("the usage record at %d of the ring is damaged, and left out", read);
        skipped++;
        long end = tail.get();
        do {
            read += 8;
        } while (read < end && !memory.isWritten(read));
    }

    /** Goes back to what was last acknowledged: what was read since is read again. */
    void rewind() {
        read = memory.acked();
        skipped = 0;
    }

    /** The record at a position that {@link Entry} gave earlier; null when its place was taken since. */
    @Nullable
    Entry at(long position) {
        if (!memory.isWritten(position) || memory.isPadding(position)) {
            return null;
        }
        byte[] bytes = memory.bytesAt(position);
        return bytes == null ? null : new Entry(bytes, position, RingMemory.after(position, bytes.length));
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
        waiting.addAndGet(-records - skipped);
        damaged.addAndGet(skipped);
        skipped = 0;
    }

    /** Records not acknowledged. */
    public long waitingRecords() {
        return waiting.get();
    }

    /** Records that were left out since they could not be read. */
    long damaged() {
        return damaged.get();
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
