package dev.sluice.contract.policy;

import java.util.List;

/** Every live object as of a revision. What it does not hold, and is not newer, does not exist. */
public record Snapshot(long epoch, long revision, List<Change> objects) {
    public Snapshot {
        objects = List.copyOf(objects);
    }
}
