package dev.sluice.bench.net;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** One epoll instance, level-triggered, waiting with nanosecond precision. For one thread. */
public final class Epoll implements AutoCloseable {
    public static final int IN = 1;
    public static final int OUT = 4;

    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int MODIFY = 3;
    private static final int MAX_EVENTS = 512;
    /** struct epoll_event is packed on x86-64: 4 bytes of events, 8 of data. */
    private static final int EVENT_BYTES = 12;

    private final Kernel kernel;
    private final int fd;
    private final MemorySegment events;
    private final MemorySegment change;
    private final MemorySegment timeout;

    public Epoll(Kernel kernel, Arena arena) {
        this.kernel = kernel;
        events = arena.allocate((long) EVENT_BYTES * MAX_EVENTS, 8);
        change = arena.allocate(EVENT_BYTES, 8);
        timeout = arena.allocate(16, 8);
        try {
            fd = kernel.check((int) Libc.EPOLL_CREATE.invokeExact(kernel.state(), 0x80000));
        } catch (Throwable e) {
            throw Kernel.failed(e);
        }
    }

    /** @param id what {@link #id} returns for events of the socket */
    public void add(int socket, int interest, int id) {
        control(ADD, socket, interest, id);
    }

    public void modify(int socket, int interest, int id) {
        control(MODIFY, socket, interest, id);
    }

    public void remove(int socket) {
        control(DELETE, socket, 0, 0);
    }

    private void control(int operation, int socket, int interest, int id) {
        change.set(JAVA_INT_UNALIGNED, 0, interest);
        change.set(JAVA_LONG_UNALIGNED, 4, id);
        try {
            kernel.check((int) Libc.EPOLL_CTL.invokeExact(kernel.state(), fd, operation, socket, change));
        } catch (Throwable e) {
            throw Kernel.failed(e);
        }
    }

    /**
     * Waits for events, which {@link #id} and {@link #ready} then tell.
     *
     * @param nanos at most; 0 returns at once
     * @return how many there are
     */
    public int await(long nanos) {
        long bounded = Math.max(0, nanos);
        timeout.set(JAVA_LONG, 0, bounded / 1_000_000_000L);
        timeout.set(JAVA_LONG, 8, bounded % 1_000_000_000L);
        try {
            int n = (int)
                    Libc.EPOLL_PWAIT2.invokeExact(kernel.state(), fd, events, MAX_EVENTS, timeout, MemorySegment.NULL);
            return Math.max(0, n);
        } catch (Throwable e) {
            throw Kernel.failed(e);
        }
    }

    public int id(int event) {
        return (int) events.get(JAVA_LONG_UNALIGNED, (long) event * EVENT_BYTES + 4);
    }

    /** The bits {@link #IN} and {@link #OUT}, and those of errors. */
    public int ready(int event) {
        return events.get(JAVA_INT_UNALIGNED, (long) event * EVENT_BYTES);
    }

    @Override
    public void close() {
        kernel.close(fd);
    }
}
