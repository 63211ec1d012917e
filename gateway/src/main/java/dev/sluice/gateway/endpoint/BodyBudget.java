package dev.sluice.gateway.endpoint;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of request bodies may be in memory at once, over all event loops: beyond it new bodies are shed, so that
 * large prompts end in a 503 and not in an exhausted heap. Thread-safe.
 */
public final class BodyBudget {
    /** A body is there about twice while it is read and sent; half the heap may go into that. */
    private static final int SHARE_OF_HEAP = 4;

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    public BodyBudget(long limitBytes) {
        limit = limitBytes;
    }

    public static BodyBudget ofHeap() {
        return new BodyBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** @return false when there is no room; nothing is taken then */
    boolean take(long bytes) {
        if (used.addAndGet(bytes) > limit) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
