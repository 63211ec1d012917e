package dev.sluice.admin.publish;

import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.admin.store.Head;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the snapshot on the bus, on a thread of its own: one of 100,000 objects takes a second to make, and changes must not
 * wait for it. The relay closes it.
 */
final class Snapshots implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Snapshots.class);
    private static final long PAUSE_NANOS = 2_000_000_000L;
    /** Of the time, that making snapshots of a policy that always changes may take: one part in so many. */
    private static final long SHARE = 10;

    private final SnapshotFrames frames;
    private final LivePolicy live;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("policy-snapshots").daemon().factory());
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile @Nullable Head at;
    private volatile long endNanos = System.nanoTime() - PAUSE_NANOS;
    private volatile long tookNanos;

    Snapshots(SnapshotFrames frames, LivePolicy live) {
        this.frames = frames;
        this.live = live;
    }

    /** Where the one on the bus stands; null: none is known to be there. */
    @Nullable
    Head at() {
        return at;
    }

    /** The bus may have lost it. */
    void forget() {
        at = null;
    }

    /** Whether the last one is so long ago that the next should not wait until changes stop. */
    boolean isOld(long now) {
        return now - endNanos >= pause();
    }

    private long pause() {
        return Math.max(PAUSE_NANOS, SHARE * tookNanos);
    }

    /**
     * Makes and sends one, beside the caller.
     *
     * @param urgent whether it may be at once after the last one
     * @return false: not now
     */
    boolean start(PolicyBus bus, boolean urgent) {
        boolean rested = urgent || tookNanos * SHARE < PAUSE_NANOS || isOld(System.nanoTime());
        if (!rested || !running.compareAndSet(false, true)) {
            return false;
        }
        try {
            thread.execute(() -> make(bus));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void make(PolicyBus bus) {
        long begin = System.nanoTime();
        long least = PAUSE_NANOS / SHARE; // unless it succeeds: the next try is not at once
        try {
            SnapshotFrames.Frame frame = frames.current();
            bus.snapshot(frame.bytes());
            at = frame.head();
            bus.heartbeat(live.heartbeat());
            least = 0;
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            // Another one is due with the relay's next round.
            LOG.warnf("the policy snapshot waits, trying again: %s", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            endNanos = System.nanoTime();
            tookNanos = Math.max(least, endNanos - begin);
            running.set(false);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
