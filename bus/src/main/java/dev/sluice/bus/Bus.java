package dev.sluice.bus;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A connection to NATS. {@link #connect} returns at once, whether or not a server is there; the connection is made, and
 * made again, in the background for ever. The defaults of the client that would lose it (60 attempts), notice a dead
 * server after minutes, or block a publisher are overridden. Thread-safe. The owner closes it.
 */
public final class Bus implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Bus.class);
    private static final long FIRST_DELAY_MS = 100;
    private static final long LAST_DELAY_MS = 2_000;

    private final List<Runnable> onConnected = new CopyOnWriteArrayList<>();
    private final ExecutorService callbacks = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("bus-callbacks").daemon().factory());
    /** Every vain attempt ends in a disconnect: only the first one is news. */
    private final AtomicBoolean up = new AtomicBoolean(true);

    private volatile @Nullable Connection connection;
    private volatile boolean closed;

    private Bus() {}

    /** Begins to connect. Register callbacks with {@link #onConnected} next; none is lost. */
    public static Bus connect(BusSettings settings) {
        Bus bus = new Bus();
        Options options = bus.options(settings);
        Thread.ofVirtual().name("bus-connect").start(() -> {
            try {
                Nats.connectAsynchronously(options, true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return bus;
    }

    private Options options(BusSettings settings) {
        Options.Builder builder = new Options.Builder()
                .servers(settings.urls().split(","))
                .connectionName(settings.name())
                .maxReconnects(-1)
                .reconnectDelayHandler(attempt -> Duration.ofMillis(delay(attempt)))
                .connectionTimeout(Duration.ofSeconds(2))
                .pingInterval(Duration.ofSeconds(5))
                .maxPingsOut(2)
                .reconnectBufferSize(0)
                .socketWriteTimeout(Duration.ofSeconds(2))
                .useTimeoutException()
                .connectionListener((current, event) -> changed(current, event))
                .errorListener(new QuietErrors());
        settings.credsFile().ifPresentOrElse(file -> builder.authHandler(Nats.credentials(file)), () -> {
            if (settings.user().isPresent() && settings.password().isPresent()) {
                builder.userInfo(settings.user().get(), settings.password().get());
            }
        });
        return builder.build();
    }

    /** Exponential from 100 ms to 2 s, with full jitter above a floor, so that many gateways do not return at once. */
    private static long delay(long attempt) {
        long cap = Math.min(LAST_DELAY_MS, FIRST_DELAY_MS << Math.min(attempt, 5));
        return FIRST_DELAY_MS / 2 + ThreadLocalRandom.current().nextLong(cap);
    }

    private void changed(Connection current, Events event) {
        switch (event) {
            case CONNECTED, RECONNECTED -> {
                connection = current;
                up.set(true);
                if (closed) {
                    callbacks.execute(this::close);
                    return;
                }
                LOG.infof("NATS connected: %s", current.getConnectedUrl());
                onConnected.forEach(this::run);
            }
            case DISCONNECTED -> {
                if (up.compareAndSet(true, false)) {
                    LOG.warn("NATS disconnected: trying again until it is back");
                }
            }
            default -> LOG.debugf("NATS: %s", event);
        }
    }

    /** Runs {@code callback} after each connect and reconnect, one at a time, on a thread of this bus; it may block. */
    public void onConnected(Runnable callback) {
        onConnected.add(callback);
        if (isConnected()) {
            run(callback);
        }
    }

    private void run(Runnable callback) {
        if (!callbacks.isShutdown()) {
            callbacks.execute(() -> {
                try {
                    callback.run();
                } catch (RuntimeException e) {
                    LOG.warn("a callback of the NATS connection failed", e);
                }
            });
        }
    }

    /** The connection while it is up; empty otherwise. */
    public Optional<Connection> connection() {
        Connection current = connection;
        return current != null && current.getStatus() == Connection.Status.CONNECTED
                ? Optional.of(current)
                : Optional.empty();
    }

    public boolean isConnected() {
        return connection().isPresent();
    }

    @Override
    public void close() {
        closed = true;
        callbacks.shutdown();
        Connection current = connection;
        if (current != null) {
            try {
                current.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The client's errors, one line each; what matters is noticed by the callers anyway. */
    private static final class QuietErrors implements ErrorListener {
        @Override
        public void errorOccurred(Connection conn, String error) {
            LOG.warnf("NATS: %s", error);
        }

        @Override
        public void exceptionOccurred(Connection conn, Exception exp) {
            LOG.debugf("NATS: %s", exp.toString());
        }
    }
}
