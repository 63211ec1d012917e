package dev.sluice.gateway.limit;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Messages of the bus on their way to the thread of limits. Bounded: what is too much is dropped, as the bus itself may; the next
 * whole state makes up for it. Thread-safe.
 */
final class Inbox {
    private static final int BATCH = 200;

    private final Executor thread;
    private final Taker taker;
    private final long maxBytes;
    private final Queue<Received> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    private record Received(byte[] bytes, boolean kept) {
        /** With what an entry costs besides. */
        long size() {
            return bytes.length + 64L;
        }
    }

    /** Whoever takes in the messages, on the thread. */
    @FunctionalInterface
    interface Taker {
        void received(byte[] message, boolean kept);
    }

    Inbox(Executor thread, long maxBytes, Taker taker) {
        this.thread = thread;
        this.maxBytes = maxBytes;
        this.taker = taker;
    }

    /** @return false: there is no room at the moment, and it is dropped */
    boolean offer(byte[] message, boolean kept) {
        Received received = new Received(message, kept);
        if (waitingBytes.addAndGet(received.size()) > maxBytes) {
            waitingBytes.addAndGet(-received.size());
            return false;
        }
        waiting.add(received);
        schedule();
        return true;
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            thread.execute(this::take);
        }
    }

    /** Not all at once, so that the ticks between are in time. */
    private void take() {
        scheduled.set(false);
        try {
            for (int i = 0; i < BATCH; i++) {
                Received next = waiting.poll();
                if (next == null) {
                    return;
                }
                waitingBytes.addAndGet(-next.size());
                taker.received(next.bytes(), next.kept());
            }
        } finally {
            if (!waiting.isEmpty()) {
                schedule();
            }
        }
    }
}
