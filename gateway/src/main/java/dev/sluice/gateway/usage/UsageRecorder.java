package dev.sluice.gateway.usage;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The ring as the pipeline sees it: a {@link UsageWriter} for each event loop, and counts over all of them. Thread-safe. */
public final class UsageRecorder {
    private final UsageRing ring;
    private final boolean handedOver;
    private final Overflow overflow = new Overflow();
    private final List<UsageWriter> writers = new CopyOnWriteArrayList<>();

    /** @param handedOver whether somebody takes the records from the ring; a gateway alone only counts them */
    public UsageRecorder(UsageRing ring, boolean handedOver) {
        this.ring = ring;
        this.handedOver = handedOver;
    }

    /** A new one, for one thread. */
    public UsageWriter writer() {
        UsageWriter writer = new UsageWriter(ring, handedOver, overflow);
        writers.add(writer);
        return writer;
    }

    /** Records taken since the start. */
    public long accepted() {
        long sum = 0;
        for (UsageWriter writer : writers) {
            sum += writer.accepted();
        }
        return sum;
    }

    /** Requests of which nothing could be kept. */
    public long dropped() {
        return overflow.dropped() + ring.damaged();
    }

    public UsageRing ring() {
        return ring;
    }

    Overflow overflow() {
        return overflow;
    }
}
