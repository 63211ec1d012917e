package dev.sluice.gateway.usage;

import dev.sluice.contract.usage.Outcome;
import dev.sluice.contract.usage.RecordFormat;
import dev.sluice.contract.usage.RecordOutput;
import dev.sluice.contract.usage.UsageRecord;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stores the usage records of one event loop: encodes each into its own buffer and copies it to the ring's memory. Never
 * blocks. On one thread, except for {@link #accepted}.
 */
public final class UsageWriter {
    private final UsageRing ring;
    private final boolean handedOver;
    private final Overflow overflow;
    private final RecordOutput buffer = new RecordOutput();
    /** Written by one thread alone, so it needs no atomic update. */
    private final AtomicLong accepted = new AtomicLong();

    UsageWriter(UsageRing ring, boolean handedOver, Overflow overflow) {
        this.ring = ring;
        this.handedOver = handedOver;
        this.overflow = overflow;
    }

    /** A request in flight: what is known of it, and the slot of its marker. */
    public record Flight(UsageRecord marker, int slot) {}

    public String instance() {
        return ring.instance();
    }

    /** The next number of this instance. Every number that is taken must come back in a record. */
    public long nextSeq() {
        return ring.nextSeq();
    }

    /** @param marker what is known at the start, with {@link Outcome#ABORTED}: the record if the process dies */
    public Flight start(UsageRecord marker) {
        return new Flight(marker, handedOver ? mark(marker) : FreeSlots.NONE);
    }

    private int mark(UsageRecord marker) {
        RecordFormat.write(marker, buffer);
        if (buffer.length() > RingMemory.MAX_MARKER) {
            RecordFormat.write(marker.withoutClientsOwn(), buffer);
        }
        return buffer.length() > RingMemory.MAX_MARKER ? FreeSlots.NONE : ring.inFlight(buffer);
    }

    /**
     * The client has its answer, and something beside it goes on. If the process dies before the end of that, this is the
     * record: with all that is known by now.
     *
     * @return what {@link #finish} needs from now on
     */
    public Flight answered(Flight flight, UsageRecord record) {
        int slot = handedOver ? mark(record) : FreeSlots.NONE;
        if (slot == FreeSlots.NONE) {
            return flight;
        }
        ring.landed(flight.slot());
        return new Flight(flight.marker(), slot);
    }

    /** Stores the record, then forgets the marker: in this order, so that a crash between leaves both, not none. */
    public void finish(Flight flight, UsageRecord record) {
        record(record);
        ring.landed(flight.slot());
    }

    /** Stores the record of a request that had no marker. */
    public void record(UsageRecord record) {
        accepted.lazySet(accepted.getPlain() + 1);
        if (handedOver && !append(record)) {
            overflow.add(record);
        }
    }

    /** @return false when the ring is full */
    boolean append(UsageRecord record) {
        RecordFormat.write(record, buffer);
        return ring.append(buffer);
    }

    /** Records taken since the start. From any thread. */
    long accepted() {
        return accepted.get();
    }
}
