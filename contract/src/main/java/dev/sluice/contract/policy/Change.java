package dev.sluice.contract.policy;

import org.jspecify.annotations.Nullable;

/**
 * One object as of a revision, whole.
 *
 * @param object absent: the object is gone (a tombstone), or cannot be read here
 * @param problem why it cannot be read here; the object is then switched off, and counts as held
 */
public record Change(
        ObjectId id,
        long revision,
        @Nullable PolicyObject object,
        @Nullable String problem) {
    public static Change put(PolicyObject object, long revision) {
        return new Change(object.id(), revision, object, null);
    }

    /** An object that a newer control plane wrote in a way this version cannot read. */
    public static Change unreadable(ObjectId id, long revision, String problem) {
        return new Change(id, revision, null, problem);
    }

    /** Whether the object exists, readable or not. */
    public boolean isLive() {
        return object != null || problem != null;
    }

    public static Change tombstone(ObjectId id, long revision) {
        return new Change(id, revision, null, null);
    }
}
