package dev.sluice.gateway.policy;

import dev.sluice.contract.bus.Heartbeat;
import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.ChangeSet;
import dev.sluice.contract.policy.IdentityExchange;
import dev.sluice.contract.policy.PolicyCompiler;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.SecretResolver;
import dev.sluice.contract.policy.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Holds the policy in force. Whatever the sources bring is applied on one thread; requests read {@link #current} without
 * waiting for it. Says when a snapshot is needed: a gap that does not close, a digest that differs, another epoch.
 */
public final class PolicyKeeper {
    private static final Logger LOG = Logger.getLogger(PolicyKeeper.class);
    private static final long MAX_INCOMPLETE_NANOS = Duration.ofSeconds(2).toNanos();

    private final BackgroundTasks thread;
    private final InstantSource clock;
    private final PolicyState state = new PolicyState();
    private final PolicyCompiler compiler;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable PolicySnapshot current;
    private volatile long lagMillis;
    private volatile String digest = "";
    private @Nullable Heartbeat head;
    private long behindSinceNanos;

    /** Told on the keeper's thread. */
    public interface Listener {
        /** A newer policy is in force. */
        void changed(PolicySnapshot policy);

        /** What is held cannot be completed by waiting: load a snapshot. */
        default void snapshotNeeded() {}
    }

    /** For policy whose accounts have no identity to exchange. */
    public PolicyKeeper(BackgroundTasks thread, SecretResolver secrets, InstantSource clock) {
        this(thread, secrets, IdentityExchange.NONE, clock);
    }

    public PolicyKeeper(
            BackgroundTasks thread, SecretResolver secrets, IdentityExchange identities, InstantSource clock) {
        this.thread = thread;
        this.compiler = new PolicyCompiler(secrets, identities);
        this.clock = clock;
    }

    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /** The policy in force; null until a source has brought one. */
    public @Nullable PolicySnapshot current() {
        return current;
    }

    /** Between the commit of the newest change and its being in force here. */
    public long lagMillis() {
        return lagMillis;
    }

    public String digest() {
        return digest;
    }

    public void offer(ChangeSet set) {
        thread.run(() -> apply(set));
    }

    /** @param source for the log */
    public void offer(Snapshot snapshot, String source) {
        thread.run(() -> apply(snapshot, source));
    }

    public void offer(Heartbeat heartbeat) {
        thread.run(() -> {
            head = heartbeat;
            checkFreshness();
        });
    }

    private void apply(ChangeSet set) {
        PolicySnapshot before = current;
        if (before == null || set.epoch() != state.epoch()) {
            return;
        }
        List<Change> news = state.apply(set);
        if (!news.isEmpty()) {
            publish(compiler.compile(state, news, before));
            lagMillis = Math.max(
                    0,
                    Duration.between(set.committedAt(), Instant.ofEpochMilli(clock.millis()))
                            .toMillis());
        } else if (state.revision() != before.revision()) {
            publish(compiler.compile(state, news, before));
        }
        checkFreshness();
    }

    private void apply(Snapshot snapshot, String source) {
        if (current != null
                && snapshot.epoch() == state.epoch()
                && snapshot.revision() == state.revision()
                && isFresh()) {
            return;
        }
        if (!state.apply(snapshot)) {
            return;
        }
        PolicySnapshot compiled = compiler.compile(state);
        LOG.infof(
                "policy: revision %d of epoch %d from %s (%d keys)",
                compiled.revision(), compiled.epoch(), source, compiled.keyCount());
        compiled.disabled()
                .forEach(object -> LOG.warnf(
                        "policy: %s %s is switched off here: %s", object.kind(), object.name(), object.reason()));
        publish(compiled);
        checkFreshness();
    }

    private void publish(PolicySnapshot compiled) {
        digest = state.digest();
        current = compiled;
        listeners.forEach(listener -> listener.changed(compiled));
    }

    /** Everything held, for the last-known-good file. On the keeper's thread. */
    Snapshot held() {
        return state.toSnapshot();
    }

    /** To be called every half second, on the keeper's thread. */
    void checkFreshness() {
        if (isFresh()) {
            behindSinceNanos = 0;
            return;
        }
        long now = System.nanoTime();
        if (behindSinceNanos == 0) {
            behindSinceNanos = now;
        } else if (now - behindSinceNanos > MAX_INCOMPLETE_NANOS) {
            behindSinceNanos = now;
            listeners.forEach(Listener::snapshotNeeded);
        }
    }

    private boolean isFresh() {
        Heartbeat known = head;
        if (current == null || !state.isComplete()) {
            return false;
        }
        if (known == null) {
            return true;
        }
        boolean sameHead = known.epoch() == state.epoch() && known.revision() == state.revision();
        boolean aheadOfHead = known.epoch() == state.epoch() && state.revision() > known.revision();
        return aheadOfHead || (sameHead && known.digest().equals(state.digest()));
    }

    /** Whether what is held is all there is, as far as is known. On the keeper's thread. */
    boolean isUpToDate() {
        return isFresh();
    }
}
