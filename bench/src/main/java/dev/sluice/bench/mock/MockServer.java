package dev.sluice.bench.mock;

import dev.sluice.bench.net.Epoll;
import dev.sluice.bench.net.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The mock's event loop: one thread, which {@link #run} is. {@link #port} and {@link #close} are for any thread. */
public final class MockServer implements Runnable, AutoCloseable {
    private static final int LISTENER = 0;
    private static final int RECEIVE_BYTES = 256 << 10;
    private static final long IDLE_NANOS = 50_000_000;

    private final Arena arena = Arena.ofShared();
    private final Kernel kernel = new Kernel(arena);
    private final Epoll epoll = new Epoll(kernel, arena);
    private final MemorySegment received = arena.allocate(RECEIVE_BYTES);
    private final Replies replies = new Replies(kernel, arena);
    private final Timers timers = new Timers();
    private final int listening;
    private final int port;
    private @Nullable MockConnection[] connections = new @Nullable MockConnection[1024];
    private int[] free = new int[1024];
    private int freeCount;
    private int used = 1;
    private volatile boolean closed;

    /** @param port 0 for any free one */
    public MockServer(int port) {
        listening = kernel.listen(port);
        this.port = kernel.port(listening);
        epoll.add(listening, Epoll.IN, LISTENER);
    }

    public int port() {
        return port;
    }

    @Override
    public void run() {
        kernel.preciseTimers();
        while (!closed) {
            long now = System.nanoTime();
            long wait = timers.isEmpty() ? IDLE_NANOS : Math.min(IDLE_NANOS, timers.earliest() - now);
            int events = epoll.await(wait);
            for (int i = 0; i < events; i++) {
                int id = epoll.id(i);
                if (id == LISTENER) {
                    accept();
                } else {
                    MockConnection connection = connections[id];
                    if (connection != null) {
                        ready(connection, epoll.ready(i));
                    }
                }
            }
            due();
        }
        kernel.close(listening);
        for (int i = 1; i < used; i++) {
            MockConnection connection = connections[i];
            if (connection != null) {
                kernel.close(connection.fd);
            }
        }
        epoll.close();
    }

    private void accept() {
        for (int fd = kernel.accept(listening); fd >= 0; fd = kernel.accept(listening)) {
            int id = freeCount > 0 ? free[--freeCount] : used++;
            if (id >= connections.length) {
                connections = Arrays.copyOf(connections, connections.length * 2);
            }
            connections[id] = new MockConnection(fd, id);
            epoll.add(fd, Epoll.IN, id);
        }
    }

    private void ready(MockConnection connection, int ready) {
        if ((ready & Epoll.OUT) != 0) {
            carryOn(connection);
        }
        if ((ready & ~Epoll.OUT) != 0 && connections[connection.id] == connection) {
            receive(connection);
        }
    }

    private void receive(MockConnection connection) {
        int n = kernel.receive(connection.fd, received, RECEIVE_BYTES);
        if (n == -Kernel.EAGAIN) {
            return;
        }
        if (n <= 0) {
            replies.peerClosed(connection);
            drop(connection);
            return;
        }
        connection.request.take(received, n);
        if (connection.request.isComplete()) {
            begin(connection);
        }
    }

    private void begin(MockConnection connection) {
        replies.accept(connection);
        connection.request.next();
        carryOn(connection);
    }

    /** Sends what is due, then waits for time, for room, or for the next request. */
    private void carryOn(MockConnection connection) {
        switch (replies.proceed(connection, System.nanoTime())) {
            case DONE -> interest(connection, Epoll.IN);
            case FULL -> interest(connection, Epoll.IN | Epoll.OUT);
            case LATER -> {
                interest(connection, Epoll.IN);
                timers.add(connection.dueNanos, connection.id);
            }
            case BROKEN -> drop(connection);
        }
    }

    private void interest(MockConnection connection, int interest) {
        if (connection.interest != interest) {
            connection.interest = interest;
            epoll.modify(connection.fd, interest, connection.id);
        }
    }

    private void due() {
        if (timers.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        while (!timers.isEmpty() && timers.earliest() <= now) {
            MockConnection connection = connections[timers.poll()];
            // The place may have gone to another connection, which is then not due.
            if (connection != null && connection.isWaiting() && connection.dueNanos <= now) {
                carryOn(connection);
            }
        }
    }

    private void drop(MockConnection connection) {
        kernel.close(connection.fd);
        connections[connection.id] = null;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, free.length * 2);
        }
        free[freeCount++] = connection.id;
    }

    @Override
    public void close() {
        closed = true;
    }
}
