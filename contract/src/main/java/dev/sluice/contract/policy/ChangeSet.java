package dev.sluice.contract.policy;

import java.time.Instant;
import java.util.List;

/**
 * What one transaction changed. Revisions of an epoch have no gaps and are in commit order.
 *
 * @param epoch grows when the control plane's history was set back, as by restoring an older database
 */
public record ChangeSet(long epoch, long revision, Instant committedAt, List<Change> changes) {
    public ChangeSet {
        changes = List.copyOf(changes);
    }
}
