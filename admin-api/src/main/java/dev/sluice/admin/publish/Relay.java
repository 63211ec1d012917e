package dev.sluice.admin.publish;

import dev.sluice.admin.policy.CommitSignal;
import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.admin.store.Head;
import dev.sluice.bus.Bus;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries committed change-sets to JetStream, in order, and keeps the snapshot there. Every replica runs one and one of them
 * leads; the others only keep their own memory up to date. Wakes at every commit and once a second; whatever fails is tried
 * again with the next round, since what is not marked as published is still in the outbox.
 */
@Singleton
public final class Relay {
    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final long ROUND_MS = 1_000;
    private static final long HEARTBEAT_NANOS = 5_000_000_000L;
    private static final long SETTLED_NANOS = 200_000_000L;
    private static final long FORGET_NANOS = 3_600_000_000_000L;
    /** Bigger change-sets travel as a snapshot alone. */
    private static final int LARGEST_FRAME = 512 * 1024;

    private final Bus bus;
    private final Leadership leadership;
    private final Outbox outbox;
    private final LivePolicy live;
    private final Snapshots snapshots;
    private final CommitSignal signal;
    private final MeterRegistry metrics;

    private volatile boolean stopping;
    private @Nullable Thread thread;
    private @Nullable PolicyBus on;
    private long changedNanos;
    /** A change-set waits that travels as a snapshot alone. */
    private boolean urgent;

    private long heartbeatNanos = System.nanoTime() - HEARTBEAT_NANOS;
    private long forgotNanos = System.nanoTime();
    private String said = "";

    Relay(
            Bus bus,
            Leadership leadership,
            Outbox outbox,
            LivePolicy live,
            SnapshotFrames frames,
            CommitSignal signal,
            MeterRegistry metrics) {
        this.bus = bus;
        this.leadership = leadership;
        this.outbox = outbox;
        this.live = live;
        this.snapshots = new Snapshots(frames, live);
        this.signal = signal;
        this.metrics = metrics;
    }

    /** Once policy is loaded. */
    void start() {
        thread = Thread.ofPlatform().name("policy-relay").daemon().start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        if (thread != null) {
            thread.interrupt();
        }
        snapshots.close();
    }

    private void run() {
        while (!stopping) {
            try {
                round();
                said = "";
                signal.await(pause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException | JetStreamApiException | RuntimeException e) {
                on = null;
                complain(e);
                try {
                    signal.await(ROUND_MS);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private void complain(Exception e) {
        String reason = e.getClass().getSimpleName() + ": " + e.getMessage();
        if (!reason.equals(said)) {
            LOG.warnf("changes wait in the outbox, trying again: %s", reason);
            said = reason;
        }
    }

    /** Shorter while a snapshot is due, so that it follows the last change closely. */
    private long pause() {
        boolean due = !live.head().equals(snapshots.at());
        return due ? 50 : ROUND_MS;
    }

    private void round() throws IOException, JetStreamApiException, InterruptedException {
        boolean mine = leadership.isMine();
        live.catchUp();
        Optional<Connection> connection = bus.connection();
        if (!mine || connection.isEmpty()) {
            on = null;
            return;
        }
        PolicyBus policyBus = on(connection.get());
        boolean published = publish(policyBus);
        long now = System.nanoTime();
        if (published || now - heartbeatNanos >= HEARTBEAT_NANOS) {
            policyBus.heartbeat(live.heartbeat());
            heartbeatNanos = now;
        }
        snapshot(policyBus, now, published);
        if (now - forgotNanos >= FORGET_NANOS) {
            forgotNanos = now;
            outbox.forgetOld();
        }
    }

    /** A connection that is new to this leader: the stream may be ahead of the database, or may have been made anew. */
    private PolicyBus on(Connection connection) throws IOException, JetStreamApiException {
        PolicyBus known = on;
        if (known != null && known.isOn(connection)) {
            return known;
        }
        PolicyBus fresh = PolicyBus.on(connection);
        Optional<Head> last = fresh.last();
        if (last.isPresent() && last.get().compareTo(live.head()) > 0) {
            LOG.warnf(
                    "the stream is at %s and the database at %s: it was set back, so a new epoch begins",
                    last.get(), live.head());
            outbox.raiseEpochAbove(last.get().epoch());
            live.catchUp();
        }
        snapshots.forget();
        on = fresh;
        return fresh;
    }

    private boolean publish(PolicyBus policyBus) throws IOException, JetStreamApiException {
        boolean any = false;
        for (List<Outbox.Entry> entries = outbox.waiting(); !entries.isEmpty(); entries = outbox.waiting()) {
            for (Outbox.Entry entry : entries) {
                if (entry.frame().length > LARGEST_FRAME) {
                    LOG.infof("change-set %s is large: it travels as a snapshot", entry.head());
                    urgent = true;
                } else {
                    policyBus.publish(entry.head(), entry.frame());
                }
                metrics.counter("sluice_policy_published").increment();
            }
            outbox.published(entries.getLast().head());
            any = true;
        }
        return any;
    }

    private void snapshot(PolicyBus policyBus, long now, boolean published) {
        if (published) {
            changedNanos = now;
        }
        boolean due = !live.head().equals(snapshots.at());
        boolean settled = now - changedNanos >= SETTLED_NANOS || snapshots.isOld(now);
        if (due && (settled || urgent) && snapshots.start(policyBus, urgent)) {
            urgent = false;
        }
    }
}
