package dev.sluice.gateway.usage;

import dev.sluice.bus.Bus;
import dev.sluice.bus.Streams;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.usage.UsageMessage;
import dev.sluice.contract.usage.UsageRecord;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries records from the ring to JetStream, as they are and in batches, on a thread of its own. A batch counts as handed over when the
 * server has acknowledged it; batches of the last 15 minutes are remembered, and sent again if after a reconnect the
 * stream turns out to have lost its tail. Sending twice is harmless: identity is (instance, seq).
 */
public final class UsagePublisher implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(UsagePublisher.class);
    private static final int MAX_BATCH = 500;
    private static final int MAX_BATCH_BYTES = 512 << 10;
    private static final long PAUSE_NANOS = 100_000_000;
    private static final long RETRY_NANOS = 250_000_000;
    private static final long REMEMBERED_MS = 15 * 60_000;
    private static final JetStreamOptions OPTIONS =
            JetStreamOptions.builder().requestTimeout(Duration.ofSeconds(3)).build();

    private static final int MAX_RECOVERED = 100;

    private final Bus bus;
    private final UsageRecorder recorder;
    private final UsageRing ring;
    private final UsageWriter writer;
    private final UsageMessage.Writer message = new UsageMessage.Writer();
    private final ArrayDeque<Handed> handed = new ArrayDeque<>();
    private final ArrayDeque<LeftBehind> leftBehind;
    private final AtomicBoolean reconnected = new AtomicBoolean();
    private final Thread thread;
    private volatile List<String> recovered = List.of();
    private volatile boolean stopping;
    private boolean warned;

    /** A batch that the stream has acknowledged. */
    private record Handed(long from, long to, String messageId, long streamSeq, long atMillis) {}

    UsagePublisher(Bus bus, UsageRecorder recorder, List<LeftBehind> leftBehind) {
        this.bus = bus;
        this.recorder = recorder;
        this.ring = recorder.ring();
        this.writer = recorder.writer();
        this.leftBehind = new ArrayDeque<>(leftBehind);
        this.thread = Thread.ofPlatform().name("usage-publisher").daemon().unstarted(this::run);
        bus.onConnected(() -> reconnected.set(true));
    }

    private void remember(String instance) {
        List<String> known = new ArrayList<>(recovered);
        known.add(instance);
        recovered = List.copyOf(known.subList(Math.max(0, known.size() - MAX_RECOVERED), known.size()));
    }

    /** Instances whose records were left behind and have been acknowledged. On any thread. */
    List<String> recovered() {
        return recovered;
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!stopping) {
            reserve();
            boolean busy = false;
            Connection connection = bus.connection().orElse(null);
            if (connection != null) {
                try {
                    busy = step(connection);
                } catch (IOException | JetStreamApiException | RuntimeException e) {
                    LOG.debugf("usage waits on the ring: %s", e.toString());
                    ring.rewind();
                    message.clear(); // half a batch, if the fault was ours
                    LockSupport.parkNanos(RETRY_NANOS);
                }
            }
            if (!busy) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** The disk may be full now and not later; until then the ring is a small one. */
    private void reserve() {
        try {
            ring.reserve();
        } catch (IOException e) {
            if (!warned) {
                warned = true;
                LOG.warnf("the usage ring stays small until its disk has space: %s", e.getMessage());
            }
        }
    }

    /**
     * @return whether there is more to do at once: a whole batch waited, or another ring. A few records are let gather, since each
     *     message takes the processor from the event loop several times.
     */
    private boolean step(Connection connection) throws IOException, JetStreamApiException {
        if (reconnected.compareAndSet(true, false)) {
            try {
                Streams.usage(connection);
                verifyTail(connection);
            } catch (IOException | JetStreamApiException | RuntimeException e) {
                reconnected.set(true);
                throw e;
            }
        }
        if (!leftBehind.isEmpty()) {
            LeftBehind rest = leftBehind.getFirst();
            publish(connection, rest);
            leftBehind.removeFirst().delete();
            remember(rest.instance());
        }
        boolean more = publishNext(connection) || !leftBehind.isEmpty();
        if (!recorder.overflow().isEmpty() && ring.isHalfEmpty()) {
            for (UsageRecord sum : recorder.overflow().drain()) {
                if (!writer.append(sum)) {
                    recorder.overflow().add(sum);
                }
            }
        }
        return more;
    }

    /** @return whether the message was as large as one may be */
    private boolean publishNext(Connection connection) throws IOException, JetStreamApiException {
        UsageRing.Entry entry = ring.next();
        if (entry == null) {
            return false;
        }
        long from = entry.position();
        long to = entry.next();
        int records = 0;
        boolean whole = false;
        while (entry != null) {
            message.add(entry.bytes());
            to = entry.next();
            records++;
            whole = records == MAX_BATCH || message.size() >= MAX_BATCH_BYTES;
            entry = whole ? null : ring.next();
        }
        String id = ring.instance() + ":" + from + "-" + to;
        long streamSeq = publish(connection, ring.instance(), id);
        ring.acknowledge(to, records);
        long now = System.currentTimeMillis();
        handed.add(new Handed(from, to, id, streamSeq, now));
        while (handed.getFirst().atMillis() < now - REMEMBERED_MS) {
            handed.removeFirst();
        }
        return whole;
    }

    private void publish(Connection connection, LeftBehind rest) throws IOException, JetStreamApiException {
        int n = 0;
        List<byte[]> records = rest.records();
        while (n < records.size()) {
            int first = n;
            while (n < records.size() && n - first < MAX_BATCH && message.size() < MAX_BATCH_BYTES) {
                message.add(records.get(n++));
            }
            publish(connection, rest.instance(), rest.instance() + ":recovered-" + first);
        }
    }

    /** Sends the records that were added. */
    private long publish(Connection connection, String instance, String id) throws IOException, JetStreamApiException {
        return send(connection, instance, id, message.take(instance));
    }

    private static long send(Connection connection, String instance, String id, byte[] batch)
            throws IOException, JetStreamApiException {
        Message sent = NatsMessage.builder()
                .subject(Subjects.USAGE + "." + instance)
                .headers(new Headers().add("Nats-Msg-Id", id))
                .data(batch)
                .build();
        PublishAck ack = connection.jetStream(OPTIONS).publish(sent);
        return ack.getSeqno();
    }

    /** Whether the stream still holds the last batch it acknowledged; if not, everything remembered is sent again. */
    private void verifyTail(Connection connection) throws IOException, JetStreamApiException {
        Handed last = handed.peekLast();
        if (last == null || holds(connection, last)) {
            return;
        }
        LOG.warn("the usage stream has lost its tail: sending the last 15 minutes again");
        List<Handed> again = new ArrayList<>();
        for (Handed batch : handed) {
            byte[] bytes = collect(batch);
            if (bytes == null) {
                LOG.warnf("usage batch %s cannot be sent again: newer records have taken its place", batch.messageId());
            } else {
                long streamSeq = send(connection, ring.instance(), batch.messageId(), bytes);
                again.add(new Handed(batch.from(), batch.to(), batch.messageId(), streamSeq, batch.atMillis()));
            }
        }
        handed.clear(); // only now: a failure on the way leaves all of them for the next try
        handed.addAll(again);
    }

    private static boolean holds(Connection connection, Handed batch) throws IOException, JetStreamApiException {
        try {
            MessageInfo message =
                    connection.jetStreamManagement(OPTIONS).getMessage(Subjects.USAGE_STREAM, batch.streamSeq());
            Headers headers = message.getHeaders();
            return headers != null && batch.messageId().equals(headers.getFirst("Nats-Msg-Id"));
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() == 404) {
                return false;
            }
            throw e;
        }
    }

    /** The batch's bytes as they were; null when new records have taken its place. */
    private byte @Nullable [] collect(Handed batch) {
        long position = batch.from();
        while (position < batch.to()) {
            UsageRing.Entry entry = ring.at(position);
            if (entry == null) {
                long wrapped = ring.afterPadding(position);
                if (wrapped < 0) {
                    message.clear();
                    return null;
                }
                position = wrapped;
                continue;
            }
            message.add(entry.bytes());
            position = entry.next();
        }
        return message.take(ring.instance());
    }

    /** Waits up to {@code limit} for the ring to be empty, then stops. What is left stays in the file. */
    void drain(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (ring.waitingRecords() > 0 && System.nanoTime() < end && bus.isConnected()) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
        try {
            thread.join(4_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
