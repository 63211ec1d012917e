package dev.sluice.gateway.overload;

import dev.sluice.gateway.error.ShedReason;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether new work is taken. A heap that stays full after a collection leaves no room for what is served already: new work
 * is refused while that can still be said in order. Thread-safe; asked for each request, and costs a sum and two reads.
 */
public final class Overload {
    /** How often {@link #look} is to be called. */
    public static final Duration PERIOD = Duration.ofMillis(250);

    /** Of the heap, after a collection: no new work. */
    static final double REFUSING = 0.85;
    /** The same: streams whose clients do not read are ended. */
    static final double CRITICAL = 0.92;
    /**
     * A heap that is really full is collected many times a second. What was said longer ago is no longer known to hold, and
     * without new work nothing would ever say otherwise.
     */
    private static final long HOLDS_NANOS = 1_000_000_000L;

    private final int mostInFlight;
    private final IntSupplier inFlight;
    private final Supplier<Optional<HeapAfterCollection.Collected>> heap;
    private final LongSupplier nanoTime;
    private long number = -1;
    private long seenNanos;
    private volatile boolean heapIsShort;

    public Overload(int mostInFlight, IntSupplier inFlight) {
        this(mostInFlight, inFlight, new HeapAfterCollection()::last, System::nanoTime);
    }

    Overload(
            int mostInFlight,
            IntSupplier inFlight,
            Supplier<Optional<HeapAfterCollection.Collected>> heap,
            LongSupplier nanoTime) {
        this.mostInFlight = mostInFlight;
        this.inFlight = inFlight;
        this.heap = heap;
        this.nanoTime = nanoTime;
    }

    /** Why a request that comes now is not served; null: it is. */
    public @Nullable ShedReason refuses() {
        if (heapIsShort) {
            return ShedReason.HEAP;
        }
        return inFlight.getAsInt() >= mostInFlight ? ShedReason.REQUESTS : null;
    }

    /**
     * Looks at the heap. From one thread.
     *
     * @return whether what is served already is in danger
     */
    public boolean look() {
        HeapAfterCollection.Collected last = heap.get().orElse(null);
        if (last == null) {
            return false;
        }
        long now = nanoTime.getAsLong();
        boolean fresh = last.number() != number;
        if (fresh) {
            number = last.number();
            seenNanos = now;
        }
        heapIsShort = last.share() >= REFUSING && now - seenNanos < HOLDS_NANOS;
        return fresh && last.share() >= CRITICAL;
    }
}
