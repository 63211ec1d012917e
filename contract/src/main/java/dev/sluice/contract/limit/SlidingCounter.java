package dev.sluice.contract.limit;

import dev.sluice.contract.limit.SteadyClock.Moment;
import dev.sluice.contract.policy.Quota;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Counts in a window that slides. One word, {@code total}, is what requests are admitted by: it is raised before a bucket is and
 * lowered after, and a bucket gives what it holds back exactly once, so it is never less than what the buckets of the window
 * hold. What is reserved counts at once; what was too much is returned to the bucket of its admission.
 */
public final class SlidingCounter extends Counter {
    private final Buckets buckets;
    private final AtomicReferenceArray<@Nullable Bucket> ring;
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);
    private volatile Allowance allowance;

    SlidingCounter(Quota.Key key, Quota.Sliding span, boolean strict, Allowance first) {
        super(key, strict);
        buckets = Buckets.of(span.millis());
        ring = new AtomicReferenceArray<>(buckets.count() + 1);
        allowance = first;
    }

    /** What happened in one stretch of time, until it leaves the window. */
    private final class Bucket implements Cell {
        private static final long GONE = Long.MIN_VALUE;

        private final long index;
        private final AtomicLong net = new AtomicLong();
        private final AtomicLong charged = new AtomicLong();
        private final AtomicLong returned = new AtomicLong();

        Bucket(long index) {
            this.index = index;
        }

        /** What {@code total} has been raised by already. */
        void charge(long amount) {
            if (add(amount)) {
                charged.addAndGet(amount);
                change();
            } else {
                total.addAndGet(-amount);
            }
        }

        private boolean add(long amount) {
            for (long held = net.get(); held != GONE; held = net.get()) {
                if (net.compareAndSet(held, held + amount)) {
                    return true;
                }
            }
            return false;
        }

        void leave() {
            long held = net.getAndSet(GONE);
            if (held != GONE) {
                total.addAndGet(-held);
            }
        }

        /** What comes to be known when its bucket has left the window counts in the present. */
        @Override
        public void hold(long amount) {
            total.addAndGet(amount);
            (net.get() == GONE ? bucket(latest.get()) : this).charge(amount);
        }

        @Override
        public void use(long amount, long held) {
            if (amount > held) {
                hold(amount - held);
            } else {
                release(held - amount);
            }
        }

        @Override
        public void release(long held) {
            if (held > 0 && add(-held)) {
                returned.addAndGet(held);
                total.addAndGet(-held);
                change();
            }
        }
    }

    @Override
    @Nullable
    @SuppressWarnings("ReferenceEquality") // replaced as a whole
    Cell tryHold(Moment now, long limit, long estimate) {
        Bucket bucket = current(now);
        Allowance mine = allowance;
        for (long own = total.get(); mine.admits(own, estimate, limit, now.nanos()); own = total.get()) {
            if (total.compareAndSet(own, own + estimate)) {
                Allowance after = allowance;
                if (after == mine || after.stillAdmits(total.get(), now.nanos())) {
                    bucket.charge(estimate);
                    return bucket;
                }
                total.addAndGet(-estimate);
            }
            mine = allowance;
        }
        return null;
    }

    @Override
    Cell cell(Moment now) {
        return current(now);
    }

    private Bucket current(Moment now) {
        long index = buckets.index(now.elapsed());
        slide(index);
        return bucket(index);
    }

    private Bucket bucket(long index) {
        while (true) {
            int slot = Math.floorMod(index, ring.length());
            Bucket held = ring.get(slot);
            if (held != null && held.index >= index) {
                return held;
            }
            Bucket fresh = new Bucket(index);
            if (ring.compareAndSet(slot, held, fresh)) {
                if (held != null) {
                    held.leave();
                }
                return fresh;
            }
        }
    }

    /** Whoever comes first in a new bucket's time takes out of the window what has left it. */
    private void slide(long index) {
        long seen = latest.get();
        if (index > seen && latest.compareAndSet(seen, index)) {
            for (int slot = 0; slot < ring.length(); slot++) {
                Bucket bucket = ring.get(slot);
                if (bucket != null && bucket.index < buckets.oldest(index)) {
                    bucket.leave();
                }
            }
        }
    }

    @Override
    public long used(Moment now) {
        slide(buckets.index(now.elapsed()));
        return Math.max(0, total.get());
    }

    @Override
    public long reserved(Moment now) {
        return 0;
    }

    @Override
    public Allowance allowance(Moment now) {
        return allowance;
    }

    public void allow(Allowance next) {
        allowance = next;
    }

    @Override
    long resetMillis(Moment now, long limit, long estimate) {
        long index = buckets.index(now.elapsed());
        long excess = used(now) + allowance.others(now.nanos()) + Math.max(1, estimate) - limit;
        for (long i = buckets.oldest(index); i <= index && excess > 0; i++) {
            Bucket bucket = ring.get(Math.floorMod(i, ring.length()));
            long held = bucket == null || bucket.index != i ? 0 : bucket.net.get();
            if (held > 0) {
                excess -= held;
                if (excess <= 0) {
                    return buckets.leavesAt(i) - now.elapsed();
                }
            }
        }
        return excess <= 0 ? 0 : buckets.leavesAt(index) - now.elapsed();
    }

    @Override
    public long emptyAtMillis(Moment now) {
        long last = Long.MIN_VALUE;
        for (int slot = 0; slot < ring.length(); slot++) {
            Bucket bucket = ring.get(slot);
            if (bucket != null && bucket.net.get() > 0) {
                last = Math.max(last, bucket.index);
            }
        }
        return last == Long.MIN_VALUE ? 0 : buckets.leavesAt(last) - now.elapsed() + now.wall();
    }

    @Override
    boolean isEmpty(Moment now) {
        return used(now) == 0;
    }

    public long widthMillis() {
        return buckets.widthMillis();
    }

    public int bucketCount() {
        return buckets.count();
    }

    /** Tells the buckets that still count, in no order: index, what was ever charged, what of it was returned. */
    public void forEachBucket(Moment now, BucketVisitor visitor) {
        long oldest = buckets.oldest(buckets.index(now.elapsed()));
        for (int slot = 0; slot < ring.length(); slot++) {
            Bucket bucket = ring.get(slot);
            if (bucket != null && bucket.index >= oldest && bucket.charged.get() > 0) {
                visitor.visit(bucket.index, bucket.charged.get(), bucket.returned.get());
            }
        }
    }

    /** Both amounts only grow. */
    @FunctionalInterface
    public interface BucketVisitor {
        void visit(long index, long charged, long returned);
    }
}
