package dev.sluice.admin.policy;

import dev.sluice.admin.problem.Refusal;
import dev.sluice.admin.store.Database;
import dev.sluice.admin.store.Head;
import dev.sluice.admin.store.PolicyTables;
import dev.sluice.admin.store.Statements;
import dev.sluice.contract.bus.Heartbeat;
import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.ChangeSet;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.Snapshot;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Every committed object, in memory, with the digest that gateways compare. Fed by this process's own commits at once and
 * by those of other replicas when they notify. Reads take no lock and work when PostgreSQL is down. Thread-safe.
 */
@Singleton
public final class LivePolicy {
    /** Further behind than this, everything is loaded again. */
    private static final long MAX_STEPS = 5_000;

    private final Database database;
    private final ReentrantLock lock = new ReentrantLock();
    private PolicyState state = new PolicyState();
    private volatile Map<Kind, ConcurrentNavigableMap<String, PolicyObject>> objects = empty();
    private volatile @Nullable Head head;

    LivePolicy(Database database) {
        this.database = database;
    }

    private static Map<Kind, ConcurrentNavigableMap<String, PolicyObject>> empty() {
        Map<Kind, ConcurrentNavigableMap<String, PolicyObject>> maps = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            maps.put(kind, new ConcurrentSkipListMap<>());
        }
        return maps;
    }

    public boolean isLoaded() {
        return head != null;
    }

    /** @throws Refusal when PostgreSQL has not been reached yet */
    public Head head() {
        Head current = head;
        if (current == null) {
            throw Refusal.unavailable("PostgreSQL has not been reached since the start: try again");
        }
        return current;
    }

    public @Nullable PolicyObject object(ObjectId id) {
        return map(id.kind()).get(id.name());
    }

    /** In the order of their names. */
    public NavigableMap<String, PolicyObject> objects(Kind kind) {
        head();
        return Collections.unmodifiableNavigableMap(map(kind));
    }

    private ConcurrentNavigableMap<String, PolicyObject> map(Kind kind) {
        ConcurrentNavigableMap<String, PolicyObject> map = objects.get(kind);
        if (map == null) {
            throw new IllegalStateException("no map for " + kind);
        }
        return map;
    }

    public Heartbeat heartbeat() {
        lock.lock();
        try {
            return new Heartbeat(state.epoch(), state.revision(), state.digest());
        } finally {
            lock.unlock();
        }
    }

    public Snapshot snapshot() {
        lock.lock();
        try {
            return state.toSnapshot();
        } finally {
            lock.unlock();
        }
    }

    /** Reads what other replicas have committed; the first time, everything. */
    public void catchUp() {
        Head mine = head;
        accept(PolicyTables.since(database, mine == null ? -1 : mine.revision()));
    }

    /** The same within a transaction that holds the lock on the head. */
    void catchUp(Head committed, Statements statements) {
        Head mine = head;
        if (mine == null || !mine.equals(committed)) {
            long from = mine == null || mine.epoch() != committed.epoch() ? -1 : mine.revision();
            accept(PolicyTables.since(statements, from));
        }
    }

    private void accept(PolicyTables.Since since) {
        lock.lock();
        try {
            Head mine = head;
            Head theirs = since.head();
            if (mine != null && mine.compareTo(theirs) >= 0) {
                return;
            }
            boolean next =
                    mine != null && mine.epoch() == theirs.epoch() && theirs.revision() - mine.revision() <= MAX_STEPS;
            if (next) {
                step(theirs, since.changes());
            } else {
                PolicyTables.Since all = mine == null ? since : PolicyTables.since(database, -1);
                replace(all.head(), all.changes());
            }
        } finally {
            lock.unlock();
        }
    }

    private void step(Head to, List<Change> changes) {
        for (long revision = state.revision() + 1; revision <= to.revision(); revision++) {
            long of = revision;
            List<Change> its = changes.stream().filter(c -> c.revision() == of).toList();
            state.apply(new ChangeSet(to.epoch(), of, Instant.EPOCH, its));
        }
        index(objects, changes);
        head = to;
    }

    private void replace(Head to, List<Change> changes) {
        PolicyState fresh = new PolicyState();
        List<Change> live = changes.stream().filter(c -> c.object() != null).toList();
        fresh.apply(new Snapshot(to.epoch(), to.revision(), live));
        Map<Kind, ConcurrentNavigableMap<String, PolicyObject>> maps = empty();
        index(maps, live);
        state = fresh;
        objects = maps;
        head = to;
    }

    /** Takes over what this process has just committed. */
    void committed(ChangeSet set) {
        lock.lock();
        try {
            Head mine = head;
            if (mine != null && mine.epoch() == set.epoch() && mine.revision() + 1 == set.revision()) {
                state.apply(set);
                index(objects, set.changes());
                head = new Head(set.epoch(), set.revision());
            }
        } finally {
            lock.unlock();
        }
    }

    private static void index(
            Map<Kind, ConcurrentNavigableMap<String, PolicyObject>> maps, Collection<Change> changes) {
        for (Change change : changes) {
            ConcurrentNavigableMap<String, PolicyObject> map =
                    maps.get(change.id().kind());
            PolicyObject object = change.object();
            if (map != null && object != null) {
                map.put(change.id().name(), object);
            } else if (map != null) {
                map.remove(change.id().name());
            }
        }
    }
}
