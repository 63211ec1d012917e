package dev.sluice.gateway.usage;

import dev.sluice.contract.usage.Outcome;
import dev.sluice.contract.usage.UsageJson;
import dev.sluice.contract.usage.UsageRecord;
import java.util.concurrent.atomic.LongAdder;

/** Takes usage records from the pipeline. Thread-safe, never blocks. */
public final class UsageRecorder {
    private final UsageRing ring;
    private final boolean handedOver;
    private final Overflow overflow;
    private final LongAdder accepted = new LongAdder();

    /** @param handedOver whether somebody takes the records from the ring; a gateway alone only counts them */
    public UsageRecorder(UsageRing ring, boolean handedOver) {
        this.ring = ring;
        this.handedOver = handedOver;
        this.overflow = new Overflow();
    }

    /** A request in flight: its number, and where its marker is. */
    public record Flight(long seq, int slot) {}

    public String instance() {
        return ring.instance();
    }

    public long nextSeq() {
        return ring.nextSeq();
    }

    /** @param marker what is known at the start, with {@link Outcome#ABORTED}: the record if the process dies */
    public Flight start(UsageRecord marker) {
        byte[] bytes = UsageJson.write(marker);
        if (bytes.length > RingMemory.MAX_MARKER) {
            bytes = UsageJson.write(marker.withoutClientsOwn());
        }
        return new Flight(marker.seq(), ring.inFlight(bytes));
    }

    /** Stores the record, then forgets the marker: in this order, so that a crash between leaves both, not none. */
    public void finish(Flight flight, UsageRecord record) {
        record(record);
        ring.landed(flight.slot());
    }

    /** Stores the record of a request that had no marker. */
    public void record(UsageRecord record) {
        accepted.increment();
        if (handedOver && !ring.append(record.seq(), UsageJson.write(record))) {
            overflow.add(record);
        }
    }

    /** Records taken since the start. */
    public long accepted() {
        return accepted.sum();
    }

    /** Requests of which nothing could be kept. */
    public long dropped() {
        return overflow.dropped();
    }

    public UsageRing ring() {
        return ring;
    }

    Overflow overflow() {
        return overflow;
    }
}
