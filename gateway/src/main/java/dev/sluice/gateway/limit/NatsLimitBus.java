package dev.sluice.gateway.limit;

import dev.sluice.bus.Bus;
import dev.sluice.bus.Streams;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.limit.gossip.LimitBus;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.MessageInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells and hears counters over NATS. All gateways hear all messages, their own too. Whole states are kept by a stream, one per
 * gateway, and are read after each connect, because what gateways had counted that are gone by now is told by nobody else.
 */
final class NatsLimitBus implements LimitBus {
    private static final Logger LOG = Logger.getLogger(NatsLimitBus.class);
    /** All that the stream keeps. */
    private static final String KEPT = "limits.>";

    private static final int NO_MESSAGE = 10037;
    private static final long RETRY_NANOS = 5_000_000_000L;
    private static final long FULL_PAUSE_NANOS = 10_000_000;
    private static final JetStreamOptions OPTIONS =
            JetStreamOptions.builder().requestTimeout(Duration.ofSeconds(3)).build();

    private final Bus bus;
    private final String instance;
    private final Inbox inbox;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private volatile long notBeforeNanos = System.nanoTime();
    private @Nullable Connection subscribed;

    NatsLimitBus(Bus bus, String instance, Inbox inbox) {
        this.bus = bus;
        this.instance = instance;
        this.inbox = inbox;
    }

    void start() {
        bus.onConnected(() -> {
            bus.connection().ifPresent(this::subscribe);
            wanted.set(true);
        });
    }

    /** Subscriptions outlive a reconnect of the same connection. */
    private void subscribe(Connection connection) {
        if (connection.equals(subscribed)) {
            return;
        }
        subscribed = connection;
        Dispatcher dispatcher = connection.createDispatcher(message -> inbox.offer(message.getData(), false));
        dispatcher.subscribe(Subjects.LIMIT_DELTA + ".*");
        dispatcher.subscribe(Subjects.LIMIT_FULL + ".>");
        dispatcher.subscribe(Subjects.LIMIT_CLOSED + ".>");
    }

    @Override
    public void publishDelta(byte[] message) {
        publish(Subjects.LIMIT_DELTA + "." + instance, message);
    }

    @Override
    public void publishFull(List<byte[]> messages) {
        for (int part = 0; part < messages.size(); part++) {
            publish(Subjects.LIMIT_FULL + "." + instance + "." + part, messages.get(part));
        }
    }

    private void publish(String subject, byte[] message) {
        bus.connection().ifPresent(connection -> {
            try {
                connection.publish(subject, message);
            } catch (RuntimeException e) {
                LOG.debugf("limits were not told: %s", e.toString());
            }
        });
    }

    /** Reads what is kept, once after each connect, on a thread of its own. To be called when the rules are known. */
    void readKept() {
        if (System.nanoTime() - notBeforeNanos >= 0 && wanted.compareAndSet(true, false)) {
            Thread.ofVirtual().name("limits-kept").start(() -> bus.connection().ifPresent(this::readKept));
        }
    }

    private void readKept(Connection connection) {
        try {
            Streams.leases(connection);
            Streams.limits(connection);
            read(connection.jetStreamManagement(OPTIONS));
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            LOG.warnf("the state of limits cannot be read from NATS, and is tried again: %s", e.getMessage());
            notBeforeNanos = System.nanoTime() + RETRY_NANOS;
            wanted.set(true);
        }
    }

    private void read(JetStreamManagement management) throws IOException, JetStreamApiException {
        long next = 1;
        while (true) {
            MessageInfo message;
            try {
                message = management.getNextMessage(Subjects.LIMIT_STREAM, next, KEPT);
            } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() == NO_MESSAGE) {
                    return;
                }
                throw e;
            }
            byte[] data = message.getData();
            while (data != null && !inbox.offer(data, true)) {
                LockSupport.parkNanos(FULL_PAUSE_NANOS);
            }
            next = message.getSeq() + 1;
        }
    }
}
