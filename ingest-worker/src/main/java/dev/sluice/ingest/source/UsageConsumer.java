package dev.sluice.ingest.source;

import dev.sluice.bus.Bus;
import dev.sluice.bus.Streams;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.ingest.ledger.RequestsTable;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Pulls usage batches, stores 10 000 records or what came within a second, then acknowledges. What is not acknowledged
 * comes again, and storing it again is harmless. Several workers may share the consumer. Runs on a thread of its own.
 */
public final class UsageConsumer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(UsageConsumer.class);
    private static final int MAX_RECORDS = 10_000;
    private static final int MESSAGES_PER_PULL = 100;
    private static final Duration WINDOW = Duration.ofMillis(300);
    private static final Duration ACK_WAIT = Duration.ofSeconds(30);
    private static final long FIRST_PAUSE_MS = 250;
    private static final long LAST_PAUSE_MS = 5_000;

    private final Bus bus;
    private final RequestsTable table;
    private final DeadLetters unreadable;
    private final Consumer<List<UsageRecord>> stored;
    private final LongAdder rows = new LongAdder();
    private final LongAdder deadLetters = new LongAdder();
    private final Thread thread = Thread.ofPlatform().name("usage-consumer").unstarted(this::run);
    private @Nullable Connection subscribedOn;
    private @Nullable JetStreamSubscription subscription;
    private volatile boolean stopping;

    /** @param stored told of every batch after it was stored */
    public UsageConsumer(Bus bus, RequestsTable table, DeadLetters unreadable, Consumer<List<UsageRecord>> stored) {
        this.bus = bus;
        this.table = table;
        this.unreadable = unreadable;
        this.stored = stored;
    }

    public void start() {
        bus.onConnected(() -> subscribedOn = null);
        thread.start();
    }

    private void run() {
        long pause = FIRST_PAUSE_MS;
        while (!stopping) {
            try {
                Connection connection = bus.connection().orElse(null);
                if (connection == null) {
                    pause(FIRST_PAUSE_MS);
                    continue;
                }
                UsageBatch batch = pull(connection);
                if (!batch.messages().isEmpty()) {
                    store(batch);
                }
                pause = FIRST_PAUSE_MS;
            } catch (SQLException | IOException | JetStreamApiException | RuntimeException e) {
                LOG.warnf("usage waits in JetStream: %s", e.getMessage());
                subscribedOn = null;
                pause(pause);
                pause = Math.min(LAST_PAUSE_MS, pause * 2);
            }
        }
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(millis * 1_000_000);
    }

    private UsageBatch pull(Connection connection) throws IOException, JetStreamApiException {
        JetStreamSubscription pulling = subscription(connection);
        UsageBatch batch = new UsageBatch();
        long end = System.nanoTime() + WINDOW.toNanos();
        do {
            List<Message> messages = pulling.fetch(MESSAGES_PER_PULL, WINDOW);
            messages.forEach(batch::add);
            if (messages.isEmpty()) {
                break;
            }
        } while (batch.records().size() < MAX_RECORDS && System.nanoTime() < end && !stopping);
        return batch;
    }

    private JetStreamSubscription subscription(Connection connection) throws IOException, JetStreamApiException {
        JetStreamSubscription current = subscription;
        if (current == null || !connection.equals(subscribedOn)) {
            Streams.usage(connection);
            Streams.deadLetters(connection);
            if (current != null && current.isActive()) {
                current.unsubscribe();
            }
            ConsumerConfiguration consumer = ConsumerConfiguration.builder()
                    .durable(Subjects.USAGE_CONSUMER)
                    .ackPolicy(AckPolicy.Explicit)
                    .ackWait(ACK_WAIT)
                    .maxAckPending(10_000)
                    .maxDeliver(-1)
                    .build();
            current = connection
                    .jetStream()
                    .subscribe(
                            Subjects.USAGE + ".*",
                            PullSubscribeOptions.builder().stream(Subjects.USAGE_STREAM)
                                    .configuration(consumer)
                                    .build());
            subscription = current;
            subscribedOn = connection;
        }
        return current;
    }

    private void store(UsageBatch batch) throws SQLException, IOException {
        for (UsageBatch.Unreadable one : batch.unreadable()) {
            unreadable.put(one.message(), one.reason());
            deadLetters.increment();
            LOG.errorf("usage cannot be read and was put aside: %s", one.reason());
        }
        if (!batch.records().isEmpty()) {
            table.insert(batch.records());
            rows.add(batch.records().size());
            stored.accept(batch.records());
        }
        batch.messages().forEach(Message::ack);
    }

    /** Records stored since the start; one that came twice counts twice. */
    public long rows() {
        return rows.sum();
    }

    public long deadLetters() {
        return deadLetters.sum();
    }

    /** Finishes the batch at hand. */
    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        table.close();
    }
}
