package dev.sluice.bench.mock;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** One connection: the request that comes in, and how far its answer is. */
final class MockConnection {
    final int fd;
    final int id;
    final RequestReader request = new RequestReader();
    int interest = dev.sluice.bench.net.Epoll.IN;

    /** What is being answered; null between requests. */
    @Nullable
    Behaviour behaviour;

    /** Set for answers that are no stream. */
    @Nullable
    MemorySegment whole;

    boolean withUsage;
    boolean headSent;
    /** The last bytes are out, or pending. */
    boolean ended;

    int eventsSent;
    /** When the next step is due, of {@link System#nanoTime()}. */
    long dueNanos;
    /** Bytes that the socket has not taken yet. */
    @Nullable
    MemorySegment pending;

    int pendingAt;
    int pendingLength;

    MockConnection(int fd, int id) {
        this.fd = fd;
        this.id = id;
    }

    boolean isWaiting() {
        return behaviour != null && pendingLength == 0;
    }
}
