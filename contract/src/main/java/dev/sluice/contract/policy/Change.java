package dev.sluice.contract.policy;

import org.jspecify.annotations.Nullable;

/**
 * One object as of a revision, whole.
 *
 * @param object absent: the object is gone (a tombstone)
 */
public record Change(ObjectId id, long revision, @Nullable PolicyObject object) {
    public static Change put(PolicyObject object, long revision) {
        return new Change(object.id(), revision, object);
    }

    public static Change tombstone(ObjectId id, long revision) {
        return new Change(id, revision, null);
    }
}
