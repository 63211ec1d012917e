package dev.sluice.contract.limit.lease;

import java.util.concurrent.CompletionStage;

/**
 * Where lease documents are kept: a key-value store with a revision for each key. No call waits; stages complete on any
 * thread, and fail when nobody answers in a second or two: nobody knows then whether a write was done.
 */
public interface LeaseStore {
    /** @param revision 0: there is none */
    record Versioned(byte[] value, long revision) {}

    CompletionStage<Versioned> get(String key);

    /**
     * Writes if the key is still at that revision.
     *
     * @return the new revision, or 0 when it was not; fails when nobody knows
     */
    CompletionStage<Long> put(String key, byte[] value, long expectedRevision);
}
