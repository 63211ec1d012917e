package dev.sluice.gateway.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bus.Bus;
import dev.sluice.contract.bus.Heartbeat;
import dev.sluice.contract.bus.Subjects;
import dev.sluice.contract.policy.ChangeSet;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.PolicyWire;
import dev.sluice.contract.policy.Snapshot;
import dev.sluice.contract.secret.SignedFrame;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Policy from NATS: change-sets and heartbeats as they are published, and the snapshot with the change-sets after it on
 * connecting and whenever the keeper asks. It subscribes first and loads then, so that nothing falls between.
 */
public final class NatsPolicySource implements PolicyKeeper.Listener {
    private static final Logger LOG = Logger.getLogger(NatsPolicySource.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_TAIL = 1000;
    private static final JetStreamOptions OPTIONS =
            JetStreamOptions.builder().requestTimeout(Duration.ofSeconds(3)).build();

    private final Bus bus;
    private final PolicyKeeper keeper;
    private final SignedFrame.Key key;
    private final BackgroundTasks loader;
    private final AtomicBoolean loading = new AtomicBoolean();
    private @Nullable Connection subscribed;

    /** @param loader may block */
    public NatsPolicySource(Bus bus, PolicyKeeper keeper, SignedFrame.Key key, BackgroundTasks loader) {
        this.bus = bus;
        this.keeper = keeper;
        this.key = key;
        this.loader = loader;
    }

    public void start() {
        keeper.addListener(this);
        bus.onConnected(() -> {
            bus.connection().ifPresent(this::subscribe);
            load(0);
        });
    }

    /** Subscriptions outlive a reconnect of the same connection. */
    private void subscribe(Connection connection) {
        if (connection.equals(subscribed)) {
            return;
        }
        subscribed = connection;
        Dispatcher dispatcher = connection.createDispatcher();
        dispatcher.subscribe(Subjects.POLICY_CHANGE, this::change);
        dispatcher.subscribe(Subjects.POLICY_HEARTBEAT, this::heartbeat);
    }

    private void change(Message message) {
        try {
            keeper.offer(decode(message.getData()));
        } catch (IOException e) {
            LOG.errorf("a change-set from NATS was refused: %s", e.getMessage());
        }
    }

    private ChangeSet decode(byte[] frame) throws IOException {
        return PolicyWire.changeSet(SignedFrame.verify(key, SignedFrame.Purpose.CHANGE_SET, frame));
    }

    private void heartbeat(Message message) {
        try {
            keeper.offer(JSON.readValue(message.getData(), Heartbeat.class));
        } catch (IOException e) {
            LOG.errorf("a heartbeat from NATS cannot be read: %s", e.getMessage());
        }
    }

    /** Spread over half a second, so that many gateways do not load at once. */
    @Override
    public void snapshotNeeded() {
        load(ThreadLocalRandom.current().nextLong(500));
    }

    @Override
    public void changed(PolicySnapshot policy) {}

    private void load(long delayMillis) {
        if (loading.compareAndSet(false, true)) {
            loader.after(Duration.ofMillis(delayMillis), this::loadNow);
        }
    }

    private void loadNow() {
        loading.set(false);
        Connection connection = bus.connection().orElse(null);
        if (connection == null) {
            return;
        }
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 << 10);
            connection.objectStore(Subjects.POLICY_BUCKET).get(Subjects.POLICY_SNAPSHOT, bytes);
            Snapshot snapshot =
                    PolicyWire.snapshot(SignedFrame.verify(key, SignedFrame.Purpose.SNAPSHOT, bytes.toByteArray()));
            keeper.offer(snapshot, "NATS");
            tail(connection, snapshot).forEach(keeper::offer);
        } catch (JetStreamApiException e) {
            LOG.debugf("NATS holds no policy yet: %s", e.getMessage());
        } catch (IOException | NoSuchAlgorithmException | RuntimeException e) {
            LOG.warnf("the policy snapshot cannot be loaded from NATS: %s", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Change-sets in the stream that are newer than the snapshot, in order. */
    private ArrayDeque<ChangeSet> tail(Connection connection, Snapshot snapshot)
            throws IOException, JetStreamApiException {
        ArrayDeque<ChangeSet> tail = new ArrayDeque<>();
        JetStreamManagement management = connection.jetStreamManagement(OPTIONS);
        long seq = management
                .getStreamInfo(Subjects.POLICY_STREAM)
                .getStreamState()
                .getLastSequence();
        for (int n = 0; n < MAX_TAIL && seq > 0; n++, seq--) {
            MessageInfo message;
            try {
                message = management.getMessage(Subjects.POLICY_STREAM, seq);
            } catch (JetStreamApiException e) {
                break;
            }
            ChangeSet set = decode(java.util.Objects.requireNonNull(message.getData()));
            if (set.epoch() != snapshot.epoch() || set.revision() <= snapshot.revision()) {
                break;
            }
            tail.addFirst(set);
        }
        return tail;
    }
}
