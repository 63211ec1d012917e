package dev.sluice.gateway.pipeline;

import java.util.concurrent.atomic.LongAdder;

/** What is in flight on all event loops, and what was shed. Thread-safe. */
public final class Load {
    private final LongAdder inFlight = new LongAdder();
    private final LongAdder streams = new LongAdder();
    private final LongAdder shadows = new LongAdder();
    private final LongAdder shed = new LongAdder();

    void started(boolean stream) {
        inFlight.increment();
        if (stream) {
            streams.increment();
        }
    }

    void ended(boolean stream) {
        inFlight.decrement();
        if (stream) {
            streams.decrement();
        }
    }

    void shadowStarted() {
        shadows.increment();
    }

    void shadowEnded() {
        shadows.decrement();
    }

    public void countShed() {
        shed.increment();
    }

    public int inFlight() {
        return inFlight.intValue();
    }

    public int streams() {
        return streams.intValue();
    }

    /** Requests that nobody waits for; those in flight do not count them. */
    public int shadows() {
        return shadows.intValue();
    }

    public long shed() {
        return shed.sum();
    }
}
