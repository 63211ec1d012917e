package dev.sluice.contract.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The objects a gateway has received. Of each it keeps the higher revision, in whatever order they come, so a revocation
 * never waits for a gap; {@link #isComplete()} says whether every revision up to the highest one is there. Not
 * thread-safe: one thread owns it.
 */
public final class PolicyState {
    private static final int MAX_AHEAD = 20_000;

    private final Map<Kind, Map<String, Change>> byKind = new EnumMap<>(Kind.class);
    private final TreeSet<Long> ahead = new TreeSet<>();
    private PolicyDigest digest = new PolicyDigest();
    private long epoch;
    private long revision;

    /** @return the changes that were news; empty for another epoch (only a snapshot changes the epoch) */
    public List<Change> apply(ChangeSet set) {
        if (set.epoch() != epoch) {
            return List.of();
        }
        if (set.revision() > revision) {
            ahead.add(set.revision());
            if (ahead.size() > MAX_AHEAD) {
                ahead.pollFirst();
            }
            closeGaps();
        }
        List<Change> news = new ArrayList<>();
        for (Change change : set.changes()) {
            if (accept(change)) {
                news.add(change);
            }
        }
        return news;
    }

    /**
     * Takes a snapshot over. Of the same epoch, objects that are newer here are kept; of a higher one, nothing is.
     *
     * @return whether it was taken: not when it is of an older epoch, or older than what is complete here
     */
    public boolean apply(Snapshot snapshot) {
        if (snapshot.epoch() < epoch || (snapshot.epoch() == epoch && snapshot.revision() < revision)) {
            return false;
        }
        if (snapshot.epoch() > epoch) {
            byKind.clear();
            ahead.clear();
            digest = new PolicyDigest();
            epoch = snapshot.epoch();
        }
        Map<ObjectId, Change> held = new HashMap<>();
        snapshot.objects().forEach(change -> held.put(change.id(), change));
        for (Change mine : List.copyOf(all())) {
            if (mine.isLive() && mine.revision() <= snapshot.revision() && !held.containsKey(mine.id())) {
                accept(Change.tombstone(mine.id(), snapshot.revision()));
            }
        }
        snapshot.objects().forEach(this::accept);
        revision = snapshot.revision();
        ahead.headSet(revision, true).clear();
        closeGaps();
        return true;
    }

    private void closeGaps() {
        while (!ahead.isEmpty() && ahead.first() == revision + 1) {
            revision++;
            ahead.pollFirst();
        }
    }

    private boolean accept(Change change) {
        Map<String, Change> objects = byKind.computeIfAbsent(change.id().kind(), _ -> new HashMap<>());
        Change mine = objects.get(change.id().name());
        if (mine != null && mine.revision() >= change.revision()) {
            return false;
        }
        if (mine != null && mine.isLive()) {
            digest.remove(mine.id(), mine.revision());
        }
        if (change.isLive()) {
            digest.add(change.id(), change.revision());
        }
        objects.put(change.id().name(), change);
        return true;
    }

    private Collection<Change> all() {
        return byKind.values().stream().flatMap(m -> m.values().stream()).toList();
    }

    /** The live objects of a kind. */
    public List<PolicyObject> objects(Kind kind) {
        List<PolicyObject> objects = new ArrayList<>();
        for (Change change : byKind.getOrDefault(kind, Map.of()).values()) {
            if (change.object() != null) {
                objects.add(change.object());
            }
        }
        return objects;
    }

    /** Objects that exist and cannot be read here. */
    List<Change> unreadable() {
        return all().stream().filter(change -> change.problem() != null).toList();
    }

    public @Nullable PolicyObject object(ObjectId id) {
        Change change = byKind.getOrDefault(id.kind(), Map.of()).get(id.name());
        return change == null ? null : change.object();
    }

    /** Everything that is live, as a snapshot of the highest complete revision. */
    public Snapshot toSnapshot() {
        return new Snapshot(
                epoch, revision, all().stream().filter(Change::isLive).toList());
    }

    public long epoch() {
        return epoch;
    }

    /** The highest revision up to which every one has arrived. */
    public long revision() {
        return revision;
    }

    /** Whether nothing is missing between {@link #revision()} and the highest revision seen. */
    public boolean isComplete() {
        return ahead.isEmpty();
    }

    public String digest() {
        return digest.value();
    }
}
