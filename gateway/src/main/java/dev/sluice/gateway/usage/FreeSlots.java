package dev.sluice.gateway.usage;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which slots of the ring are free: a stack without locks (Treiber), so that the slot freed last, whose memory is warm, is
 * taken first and slots that were never needed are never touched. The top carries a version, since a slot that was taken
 * and given back in between would otherwise look as if nothing had happened (ABA). Thread-safe.
 */
final class FreeSlots {
    static final int NONE = -1;
    private static final long ONE_VERSION = 1L << 32;

    /** Of each free slot, the one below it; {@link #NONE} at the bottom. */
    private final AtomicIntegerArray below;
    /** {@code version << 32 | slot + 1}; a lower half of 0: there are none. */
    private final AtomicLong top;

    /**
     * @param count of all slots
     * @param free of them, the first ones; the others come by {@link #giveBack}
     */
    FreeSlots(int count, int free) {
        below = new AtomicIntegerArray(count);
        top = new AtomicLong();
        for (int slot = Math.min(count, free) - 1; slot >= 0; slot--) {
            giveBack(slot);
        }
    }

    /** @return {@link #NONE} when all are taken */
    int take() {
        while (true) {
            long seen = top.get();
            int slot = (int) seen - 1;
            if (slot < 0) {
                return NONE;
            }
            if (replaceTop(seen, below.get(slot))) {
                return slot;
            }
        }
    }

    void giveBack(int slot) {
        while (true) {
            long seen = top.get();
            below.set(slot, (int) seen - 1);
            if (replaceTop(seen, slot)) {
                return;
            }
        }
    }

    long top() {
        return top.get();
    }

    /** @return false when anything happened since the top was seen */
    boolean replaceTop(long seen, int slot) {
        return top.compareAndSet(seen, (seen & -ONE_VERSION) + ONE_VERSION | (slot + 1));
    }
}
