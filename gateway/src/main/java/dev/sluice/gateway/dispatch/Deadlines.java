package dev.sluice.gateway.dispatch;

import dev.sluice.gateway.error.GatewayError;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The attempts in flight on one event loop, looked at every quarter of a second: cheaper than a timer per event of a
 * stream. A linked list, since each request joins and leaves it. Not thread-safe: belongs to its loop.
 */
public final class Deadlines {
    /** How often {@link #check} is to be called. */
    public static final long PERIOD_MS = 250;

    /** Something that may take too long. */
    abstract static class Watched {
        private @Nullable Watched previous;
        private @Nullable Watched next;
        private boolean isWatched;

        /** May remove entries and add some. {@code nowNanos}: of {@link System#nanoTime()}. */
        abstract void checkDeadline(long nowNanos);

        /** Ends it when its client has read nothing for a while. May remove entries and add some. */
        abstract void cutSlowReader(long nowNanos);

        /** The gateway ends it now: in order, where the client has had something. May remove entries and add some. */
        abstract void stop(GatewayError reason);
    }

    private final LongSupplier nanoTime;
    private @Nullable Watched first;
    private int size;

    public Deadlines() {
        this(System::nanoTime);
    }

    Deadlines(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void add(Watched entry) {
        Watched second = first;
        entry.next = second;
        entry.previous = null;
        entry.isWatched = true;
        if (second != null) {
            second.previous = entry;
        }
        first = entry;
        size++;
    }

    void remove(Watched entry) {
        if (!entry.isWatched) {
            return;
        }
        entry.isWatched = false;
        Watched before = entry.previous;
        Watched after = entry.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after != null) {
            after.previous = before;
        }
        size--;
    }

    /** Lets each attempt end itself when its time is over. */
    public void check() {
        long now = nanoTime.getAsLong();
        Watched entry = first;
        while (entry != null) {
            Watched after = entry.next; // read first: the entry may leave, and keeps its place in the list then
            if (entry.isWatched) {
                entry.checkDeadline(now);
            }
            entry = after;
        }
    }

    /** Ends all that are in flight, for a reason of the gateway's own. */
    public void stopAll(GatewayError reason) {
        Watched entry = first;
        while (entry != null) {
            Watched after = entry.next;
            if (entry.isWatched) {
                entry.stop(reason);
            }
            entry = after;
        }
    }

    /** Ends those whose clients have read nothing for a while. */
    public void cutSlowReaders() {
        long now = nanoTime.getAsLong();
        Watched entry = first;
        while (entry != null) {
            Watched after = entry.next;
            if (entry.isWatched) {
                entry.cutSlowReader(now);
            }
            entry = after;
        }
    }

    public int size() {
        return size;
    }
}
