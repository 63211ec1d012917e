package dev.sluice.bench.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * System calls for one thread: TCP on 127.0.0.1, never blocking. What fails is minus the error number. Memory lives as long
 * as the arena.
 */
public final class Kernel {
    public static final int EAGAIN = 11;
    public static final int EINPROGRESS = 115;

    private static final int AF_INET = 2;
    private static final int STREAM_NONBLOCK_CLOEXEC = 1 | 0x800 | 0x80000;
    private static final int NONBLOCK_CLOEXEC = 0x800 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_RCVBUF = 8;
    private static final int SO_LINGER = 13;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NODELAY = 1;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int PR_SET_TIMERSLACK = 29;
    private static final int SOCKADDR_BYTES = 16;
    private static final int BACKLOG = 16_384;
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));

    private final MemorySegment state;
    private final MemorySegment address;
    private final MemorySegment number;
    private final MemorySegment time;

    public Kernel(Arena arena) {
        state = arena.allocate(Linker.Option.captureStateLayout());
        address = arena.allocate(SOCKADDR_BYTES, 8);
        number = arena.allocate(8, 8);
        time = arena.allocate(16, 8);
    }

    MemorySegment state() {
        return state;
    }

    int errno() {
        return (int) ERRNO.get(state, 0L);
    }

    /** Waits of the calling thread end on time, not up to 50 µs later as is the rule. */
    public void preciseTimers() {
        try {
            check((int) Libc.PRCTL.invokeExact(state, PR_SET_TIMERSLACK, 1L, 0L, 0L, 0L));
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /**
     * A socket that listens on 127.0.0.1.
     *
     * @param port 0 for any free one
     */
    public int listen(int port) {
        try {
            int fd = check((int) Libc.SOCKET.invokeExact(state, AF_INET, STREAM_NONBLOCK_CLOEXEC, 0));
            set(fd, SOL_SOCKET, SO_REUSEADDR, 1);
            loopback(port);
            check((int) Libc.BIND.invokeExact(state, fd, address, SOCKADDR_BYTES));
            check((int) Libc.LISTEN.invokeExact(state, fd, BACKLOG));
            return fd;
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** The port that a socket is bound to. */
    public int port(int fd) {
        try {
            number.set(JAVA_INT, 0, SOCKADDR_BYTES);
            check((int) Libc.GETSOCKNAME.invokeExact(state, fd, address, number));
            return Short.toUnsignedInt(Short.reverseBytes(address.get(JAVA_SHORT, 2)));
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** The next connection that waits, or minus {@link #EAGAIN}. */
    public int accept(int listening) {
        try {
            int fd = (int) Libc.ACCEPT4.invokeExact(
                    state, listening, MemorySegment.NULL, MemorySegment.NULL, NONBLOCK_CLOEXEC);
            if (fd < 0) {
                return -errno();
            }
            set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
            return fd;
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /**
     * A socket that connects to a port of 127.0.0.1; sending on it waits until it is connected.
     *
     * @param receiveBuffer in bytes, 0 for the system's own
     */
    public int connect(int port, int receiveBuffer) {
        try {
            int fd = (int) Libc.SOCKET.invokeExact(state, AF_INET, STREAM_NONBLOCK_CLOEXEC, 0);
            if (fd < 0) {
                return -errno();
            }
            set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
            if (receiveBuffer > 0) {
                set(fd, SOL_SOCKET, SO_RCVBUF, receiveBuffer);
            }
            loopback(port);
            int result = (int) Libc.CONNECT.invokeExact(state, fd, address, SOCKADDR_BYTES);
            int error = errno();
            if (result < 0 && error != EINPROGRESS) {
                close(fd);
                return -error;
            }
            return fd;
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** @return bytes read, 0 at the end, minus the error number otherwise */
    public int receive(int fd, MemorySegment into, long length) {
        try {
            long n = (long) Libc.RECV.invokeExact(state, fd, into, length, 0);
            return n < 0 ? -errno() : (int) n;
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** @return bytes taken, minus the error number otherwise */
    public int send(int fd, MemorySegment from, long offset, long length) {
        try {
            long n = (long) Libc.SEND.invokeExact(state, fd, from.asSlice(offset), length, MSG_NOSIGNAL);
            return n < 0 ? -errno() : (int) n;
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    public void close(int fd) {
        try {
            int ignored = (int) Libc.CLOSE.invokeExact(state, fd);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Closes with a reset: thousands of connections closed at the end of a round leave no port waiting. */
    public void reset(int fd) {
        number.set(JAVA_INT, 0, 1);
        number.set(JAVA_INT, 4, 0);
        try {
            int ignored = (int) Libc.SETSOCKOPT.invokeExact(state, fd, SOL_SOCKET, SO_LINGER, number, 8);
        } catch (Throwable e) {
            throw failed(e);
        }
        close(fd);
    }

    /** Nanoseconds on a clock of {@code clock_gettime}; -1 when there is no such clock (any more). */
    public long clockNanos(int clock) {
        try {
            int result = (int) Libc.CLOCK_GETTIME.invokeExact(state, clock, time);
            return result < 0 ? -1 : time.get(JAVA_LONG, 0) * 1_000_000_000L + time.get(JAVA_LONG, 8);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private void set(int fd, int level, int option, int value) throws Throwable {
        number.set(JAVA_INT, 0, value);
        check((int) Libc.SETSOCKOPT.invokeExact(state, fd, level, option, number, 4));
    }

    private void loopback(int port) {
        address.fill((byte) 0);
        address.set(JAVA_SHORT, 0, (short) AF_INET);
        address.set(JAVA_SHORT, 2, Short.reverseBytes((short) port));
        address.set(JAVA_BYTE, 4, (byte) 127);
        address.set(JAVA_BYTE, 7, (byte) 1);
    }

    int check(int result) {
        if (result < 0) {
            throw new IllegalStateException("system call failed with error " + errno());
        }
        return result;
    }

    static RuntimeException failed(Throwable e) {
        if (e instanceof RuntimeException runtime) {
            return runtime;
        }
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(e);
    }
}
