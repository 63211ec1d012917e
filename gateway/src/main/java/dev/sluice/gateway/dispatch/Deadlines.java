package dev.sluice.gateway.dispatch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The attempts in flight on one event loop, looked at every quarter of a second: cheaper than a timer per event of a
 * stream. Not thread-safe: belongs to its loop.
 */
public final class Deadlines {
    /** How often {@link #check} is to be called. */
    public static final long PERIOD_MS = 250;

    /** Something that may take too long. */
    interface Watched {
        /** @param nowNanos of {@link System#nanoTime()} */
        void checkDeadline(long nowNanos);
    }

    private final Set<Watched> watched = new HashSet<>();

    void add(Watched entry) {
        watched.add(entry);
    }

    void remove(Watched entry) {
        watched.remove(entry);
    }

    /** Lets each attempt end itself when its time is over. */
    public void check() {
        long now = System.nanoTime();
        List<Watched> current = new ArrayList<>(watched);
        current.forEach(entry -> entry.checkDeadline(now));
    }

    public int size() {
        return watched.size();
    }
}
