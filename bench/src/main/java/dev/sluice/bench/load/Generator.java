package dev.sluice.bench.load;

import dev.sluice.bench.net.Epoll;
import dev.sluice.bench.net.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs one {@link LoadPlan} on the calling thread. A target that refuses connections is tried again ten times a second; the
 * run ends with the plan's duration whatever happens, or when its thread is interrupted.
 */
public final class Generator {
    private static final int RECEIVE_BYTES = 256 << 10;
    private static final int SLOW_BUFFER = 16 << 10;
    private static final long RETRY_NANOS = 100_000_000;
    private static final long LONGEST_WAIT = 20_000_000;
    private static final long SLOW_STEP_NANOS = 50_000_000;
    private static final int FIRST_CONNECTIONS = 256;
    private static final long NANOS_PER_CONNECTION = 300_000;
    private static final int THREAD_CPU_CLOCK = 3;

    private final LoadPlan plan;
    private final Window window;
    private final Kernel kernel;
    private final Epoll epoll;
    private final MemorySegment request;
    private final MemorySegment received;
    private final Connection[] connections;
    private final int[] idle;
    private final List<Connection> retries = new ArrayList<>();
    private final AnswerReader.@Nullable Stamps stamps;
    private final Counts counts = new Counts();
    private final List<Connection> slow = new ArrayList<>();
    private final int receiveBytes;
    private long started;
    private int openedOnce;
    private int idleCount;
    private long now;
    private long countFrom;
    private long retryAt = Long.MAX_VALUE;
    private boolean counting;
    private boolean stampSeen;

    private Generator(LoadPlan plan, Window window, Arena arena) {
        this.plan = plan;
        this.window = window;
        kernel = new Kernel(arena);
        epoll = new Epoll(kernel, arena);
        request = arena.allocateFrom(ValueLayout.JAVA_BYTE, plan.request());
        received = arena.allocate(RECEIVE_BYTES);
        connections = new Connection[plan.connections()];
        idle = new int[plan.connections()];
        receiveBytes = plan.readBytesPerSecond() == 0
                ? RECEIVE_BYTES
                : (int) Math.max(1, plan.readBytesPerSecond() * SLOW_STEP_NANOS / 1_000_000_000);
        stamps = plan.readStamps() ? this::stamped : null;
    }

    public static LoadResult run(LoadPlan plan) {
        return run(plan, Window.NONE);
    }

    public static LoadResult run(LoadPlan plan, Window window) {
        if (plan.tls()) {
            return TlsLoad.run(plan, window);
        }
        try (Arena arena = Arena.ofConfined()) {
            return new Generator(plan, window, arena).run();
        }
    }

    private LoadResult run() {
        kernel.preciseTimers();
        for (int i = 0; i < connections.length; i++) {
            connections[i] = new Connection(i);
        }
        openSome(FIRST_CONNECTIONS);
        now = System.nanoTime();
        started = now;
        long end = now + plan.duration().toNanos();
        countFrom = now + plan.discard().toNanos();
        Schedule schedule = plan.ratePerSecond() == 0 ? null : new Schedule(now, plan.ratePerSecond());
        long cpu = 0;
        long opened = 0;
        while (now < end && !Thread.currentThread().isInterrupted()) {
            if (!counting && now >= countFrom) {
                counting = true;
                window.opened();
                opened = System.nanoTime();
                cpu = kernel.clockNanos(THREAD_CPU_CLOCK);
            }
            openSome(FIRST_CONNECTIONS + (now - started) / NANOS_PER_CONNECTION);
            send(schedule);
            int events = epoll.await(Math.min(until(schedule), end - now));
            now = System.nanoTime();
            for (int i = 0; i < events; i++) {
                ready(connections[epoll.id(i)], epoll.ready(i));
            }
            retry();
            readAgain();
        }
        long closed = System.nanoTime();
        window.closed();
        long cpuUsed = kernel.clockNanos(THREAD_CPU_CLOCK) - cpu;
        long unanswered = schedule == null ? 0 : schedule.waiting(now);
        for (Connection connection : connections) {
            unanswered += connection.busy ? 1 : 0;
            if (connection.fd >= 0) {
                kernel.reset(connection.fd);
            }
        }
        epoll.close();
        return new LoadResult(
                counts.completed,
                counts.statuses(),
                counts.broken,
                counts.connectFailures,
                counts.latency,
                counts.firstByte,
                counts.event,
                counts.bytes,
                closed - opened,
                cpuUsed,
                unanswered);
    }

    /** How long may be waited for an event. */
    private long until(@Nullable Schedule schedule) {
        long wait = LONGEST_WAIT;
        if (schedule != null && idleCount > 0) {
            wait = Math.min(wait, schedule.nextNanos() - System.nanoTime());
        }
        if (!counting) {
            wait = Math.min(wait, countFrom - now);
        }
        return Math.max(0, wait);
    }

    private void send(@Nullable Schedule schedule) {
        while (idleCount > 0 && (schedule == null || schedule.isDue(System.nanoTime()))) {
            long due = schedule == null ? System.nanoTime() : schedule.take();
            begin(connections[idle[--idleCount]], due);
        }
    }

    private void begin(Connection connection, long scheduled) {
        connection.busy = true;
        connection.sent = 0;
        connection.scheduledNanos = scheduled;
        connection.counted = scheduled >= countFrom;
        connection.firstByteSeen = false;
        connection.leaving = false;
        connection.answer.next();
        write(connection);
    }

    private void write(Connection connection) {
        int length = plan.request().length;
        while (connection.sent < length) {
            int n = kernel.send(connection.fd, request, connection.sent, length - connection.sent);
            if (n < 0) {
                if (n == -Kernel.EAGAIN) {
                    room(connection, true);
                } else {
                    broken(connection);
                }
                return;
            }
            connection.sent += n;
        }
        room(connection, false);
    }

    private void room(Connection connection, boolean wanted) {
        if (connection.waitsForRoom != wanted) {
            connection.waitsForRoom = wanted;
            epoll.modify(connection.fd, wanted ? Epoll.IN | Epoll.OUT : Epoll.IN, connection.id);
        }
    }

    private void ready(Connection connection, int ready) {
        if (connection.fd < 0) {
            return;
        }
        if ((ready & Epoll.OUT) != 0 && connection.busy) {
            write(connection);
        }
        if ((ready & ~Epoll.OUT) != 0 && connection.fd >= 0) {
            receive(connection);
        }
    }

    private void receive(Connection connection) {
        int n = kernel.receive(connection.fd, received, receiveBytes);
        if (n > 0 && plan.readBytesPerSecond() > 0) {
            pause(connection);
        }
        if (n == -Kernel.EAGAIN) {
            return;
        }
        if (n <= 0) {
            if (n == 0 && connection.busy && connection.answer.end()) {
                complete(connection);
            }
            broken(connection);
            return;
        }
        if (counting) {
            counts.bytes += n;
        }
        stampSeen = false;
        connection.answer.take(received, n, stamps);
        if (!connection.firstByteSeen && connection.answer.hasBody()) {
            connection.firstByteSeen = true;
            if (connection.counted) {
                Counts.record(counts.firstByte, System.nanoTime() - connection.scheduledNanos);
            }
        }
        if (connection.answer.isComplete()) {
            complete(connection);
            if (connection.answer.closes()) {
                reopen(connection);
            } else {
                idle[idleCount++] = connection.id;
            }
        } else if (stampSeen && plan.leaveAfterFirstEvent()) {
            complete(connection);
            reopen(connection);
        }
    }

    private void stamped(long sentNanos) {
        stampSeen = true;
        if (counting) {
            Counts.record(counts.event, System.nanoTime() - sentNanos);
        }
    }

    private void complete(Connection connection) {
        connection.busy = false;
        if (counting) {
            counts.answered(connection.answer.status());
        }
        if (connection.counted) {
            Counts.record(counts.latency, System.nanoTime() - connection.scheduledNanos);
        }
    }

    /** The other side has closed: an error when it owed an answer. */
    private void broken(Connection connection) {
        if (connection.busy) {
            connection.busy = false;
            counts.broken++;
        } else {
            forget(connection);
        }
        kernel.close(connection.fd);
        connection.fd = -1;
        openLater(connection);
    }

    private void openLater(Connection connection) {
        retries.add(connection);
        retryAt = Math.min(retryAt, System.nanoTime() + RETRY_NANOS);
    }

    /** A connection that was closed while idle is no longer one to send on. */
    private void forget(Connection connection) {
        for (int i = 0; i < idleCount; i++) {
            if (idle[i] == connection.id) {
                idle[i] = idle[--idleCount];
                return;
            }
        }
    }

    private void reopen(Connection connection) {
        kernel.close(connection.fd);
        connection.fd = -1;
        open(connection);
    }

    /** Many are opened one after the other: a listener's queue is short. */
    private void openSome(long upTo) {
        while (openedOnce < connections.length && openedOnce < upTo) {
            open(connections[openedOnce++]);
        }
    }

    private void open(Connection connection) {
        int fd = kernel.connect(plan.port(), plan.readBytesPerSecond() > 0 ? SLOW_BUFFER : 0);
        if (fd < 0) {
            counts.connectFailures++;
            openLater(connection);
            return;
        }
        connection.fd = fd;
        connection.waitsForRoom = false;
        epoll.add(fd, Epoll.IN, connection.id);
        idle[idleCount++] = connection.id;
    }

    /** A slow reader does not even look whether there is more. */
    private void pause(Connection connection) {
        connection.readAtNanos = System.nanoTime() + SLOW_STEP_NANOS;
        epoll.modify(connection.fd, 0, connection.id);
        slow.add(connection);
    }

    private void readAgain() {
        for (int i = slow.size() - 1; i >= 0; i--) {
            Connection connection = slow.get(i);
            if (connection.readAtNanos <= now) {
                slow.remove(i);
                if (connection.fd >= 0) {
                    epoll.modify(connection.fd, Epoll.IN, connection.id);
                }
            }
        }
    }

    private void retry() {
        if (now >= retryAt) {
            retryAt = Long.MAX_VALUE;
            List<Connection> again = List.copyOf(retries);
            retries.clear();
            again.forEach(this::open);
        }
    }
}
