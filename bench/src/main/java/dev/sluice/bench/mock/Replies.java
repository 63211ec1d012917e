package dev.sluice.bench.mock;

import dev.sluice.bench.net.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/** Decides and sends the answers, step by step. On the mock's thread. */
final class Replies {
    /** What a connection waits for after a step. */
    enum Step {
        DONE,
        FULL,
        LATER,
        BROKEN
    }

    private static final byte[] MODEL = ascii("\"model\":\"");
    private static final byte[] STREAM = ascii("\"stream\":true");
    private static final byte[] USAGE = ascii("\"include_usage\":true");
    private static final int MAX_BATCH = 128;

    private final Kernel kernel;
    private final Answers answers;
    private final MemorySegment out;
    private final byte[] name = new byte[128];
    private final KnownNames known = new KnownNames();
    private final Map<Integer, MemorySegment> errors = new HashMap<>();
    private final SplittableRandom random = new SplittableRandom(42);
    private long requests;
    private long closedEarly;
    private long open;
    private long bytesSent;

    Replies(Kernel kernel, Arena arena) {
        this.kernel = kernel;
        answers = new Answers(arena);
        out = arena.allocate(answers.streamHead.byteSize()
                + MAX_BATCH * answers.event.byteSize()
                + answers.finishWithUsage.byteSize());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A whole request is in: decides how it is answered. */
    void accept(MockConnection connection) {
        RequestReader request = connection.request;
        Behaviour behaviour;
        if (request.isGet()) {
            behaviour = Behaviour.JSON;
            connection.whole = answers.text(stats().json());
        } else {
            requests++;
            behaviour = known.find(name, request.after(MODEL, name));
            boolean stream = behaviour.isStream() && behaviour.status() == 200 && request.contains(STREAM);
            connection.whole = stream ? null : whole(behaviour);
            connection.withUsage = stream && request.contains(USAGE);
        }
        open++;
        connection.behaviour = behaviour;
        connection.headSent = false;
        connection.ended = false;
        connection.eventsSent = 0;
        connection.dueNanos = behaviour.delayMillis() == 0
                ? Long.MIN_VALUE
                : System.nanoTime() + behaviour.delayMillis() * 1_000_000L;
    }

    private MemorySegment whole(Behaviour behaviour) {
        return behaviour.status() == 200
                ? answers.completion
                : errors.computeIfAbsent(behaviour.status(), answers::error);
    }

    private MockStats stats() {
        return new MockStats(requests, closedEarly, open, bytesSent);
    }

    void peerClosed(MockConnection connection) {
        if (connection.behaviour != null) {
            closedEarly++;
            open--;
        }
    }

    /** Sends all that is due and fits. */
    Step proceed(MockConnection connection, long now) {
        Behaviour behaviour = connection.behaviour;
        if (behaviour == null) {
            return Step.DONE;
        }
        if (connection.pendingLength > 0) {
            Step step = flush(connection);
            if (step != Step.DONE) {
                return step;
            }
        }
        if (connection.ended) {
            return finished(connection);
        }
        if (connection.dueNanos > now) {
            return Step.LATER;
        }
        MemorySegment whole = connection.whole;
        if (whole != null) {
            return last(connection, whole, (int) whole.byteSize());
        }
        return behaviour.intervalMillis() == 0
                ? burst(connection, behaviour, behaviour.separate() ? 1 : MAX_BATCH)
                : paced(connection, behaviour, now);
    }

    private Step burst(MockConnection connection, Behaviour behaviour, int perSend) {
        Step step = Step.DONE;
        while (step == Step.DONE && connection.behaviour != null) {
            step = batch(connection, behaviour, perSend);
        }
        return step;
    }

    /** The head at once, the first event after a random part of the interval: streams do not march in step. */
    private Step paced(MockConnection connection, Behaviour behaviour, long now) {
        long interval = behaviour.intervalMillis() * 1_000_000L;
        boolean begun = connection.headSent;
        Step step = batch(connection, behaviour, begun ? 1 : 0);
        if (step == Step.DONE && connection.behaviour != null) {
            connection.dueNanos = begun ? connection.dueNanos + interval : now + random.nextLong(interval);
            return Step.LATER;
        }
        return step;
    }

    /** Head if it is not out yet, up to {@code most} events, and the end when all events are out: in one send. */
    private Step batch(MockConnection connection, Behaviour behaviour, int most) {
        int length = 0;
        if (!connection.headSent) {
            connection.headSent = true;
            length = append(answers.streamHead, 0);
        }
        int wanted =
                behaviour.cutAfter() >= 0 ? Math.min(behaviour.cutAfter(), behaviour.chunks()) : behaviour.chunks();
        int events = Math.min(most, wanted - connection.eventsSent);
        if (events > 0) {
            long now = System.nanoTime();
            for (int i = 0; i < events; i++) {
                length = append(answers.event, length);
                stamp(length - (int) answers.event.byteSize() + answers.stampAt, now);
            }
            connection.eventsSent += events;
        }
        if (connection.eventsSent < wanted || most == 0) {
            return send(connection, out, length);
        }
        if (behaviour.cutAfter() >= 0) {
            send(connection, out, length);
            return broken(connection);
        }
        return last(connection, out, append(connection.withUsage ? answers.finishWithUsage : answers.finish, length));
    }

    private int append(MemorySegment bytes, int at) {
        MemorySegment.copy(bytes, 0, out, at, bytes.byteSize());
        return at + (int) bytes.byteSize();
    }

    private void stamp(int at, long nanos) {
        long rest = nanos;
        for (int i = Answers.STAMP_DIGITS - 1; i >= 0; i--) {
            out.set(ValueLayout.JAVA_BYTE, (long) at + i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }

    private Step last(MockConnection connection, MemorySegment bytes, int length) {
        connection.ended = true;
        Step step = send(connection, bytes, length);
        return step == Step.DONE ? finished(connection) : step;
    }

    private Step finished(MockConnection connection) {
        connection.behaviour = null;
        open--;
        return Step.DONE;
    }

    private Step send(MockConnection connection, MemorySegment bytes, int length) {
        if (length == 0) {
            return Step.DONE;
        }
        int n = kernel.send(connection.fd, bytes, 0, length);
        if (n == length) {
            bytesSent += n;
            return Step.DONE;
        }
        if (n < 0 && n != -Kernel.EAGAIN) {
            return broken(connection);
        }
        int sent = Math.max(0, n);
        bytesSent += sent;
        keep(connection, bytes, sent, length - sent);
        return Step.FULL;
    }

    private void keep(MockConnection connection, MemorySegment bytes, int at, int length) {
        MemorySegment pending = connection.pending;
        if (pending == null || pending.byteSize() < length) {
            pending = Arena.ofAuto().allocate(Math.max(length, 64 << 10));
            connection.pending = pending;
        }
        MemorySegment.copy(bytes, at, pending, 0, length);
        connection.pendingAt = 0;
        connection.pendingLength = length;
    }

    private Step flush(MockConnection connection) {
        MemorySegment pending = Objects.requireNonNull(connection.pending);
        int n = kernel.send(connection.fd, pending, connection.pendingAt, connection.pendingLength);
        if (n < 0) {
            return n == -Kernel.EAGAIN ? Step.FULL : broken(connection);
        }
        bytesSent += n;
        connection.pendingAt += n;
        connection.pendingLength -= n;
        return connection.pendingLength == 0 ? Step.DONE : Step.FULL;
    }

    private Step broken(MockConnection connection) {
        peerClosed(connection);
        connection.behaviour = null;
        return Step.BROKEN;
    }
}
