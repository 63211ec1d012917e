package dev.sluice.admin.store;

/** How far policy has come. Epochs order before revisions. */
public record Head(long epoch, long revision) implements Comparable<Head> {
    @Override
    public int compareTo(Head other) {
        return epoch != other.epoch ? Long.compare(epoch, other.epoch) : Long.compare(revision, other.revision);
    }

    /** {@code epoch:revision}, as in message ids and entity tags. */
    @Override
    public String toString() {
        return epoch + ":" + revision;
    }
}
