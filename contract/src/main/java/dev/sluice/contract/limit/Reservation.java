package dev.sluice.contract.limit;

import dev.sluice.contract.limit.Admission.Reason;
import dev.sluice.contract.limit.Admission.Refused;
import dev.sluice.contract.limit.SteadyClock.Moment;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.LimitUnit;
import dev.sluice.contract.policy.Quota;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a request holds of its limits. Amounts go where they were admitted, however late. The request's thread calls it; only
 * {@link #close()} may come from anywhere, and any number of times.
 */
public final class Reservation implements AutoCloseable {
    private final SteadyClock clock;
    private final AtomicBoolean closed = new AtomicBoolean();
    private Entry[] entries;
    private int size;
    private @Nullable List<Standing> reported;

    /** One limit. What is held becomes used, or is released. */
    private static final class Entry {
        private final LimitRule rule;
        /** Whether the rule refuses, and does not only count. */
        private final boolean enforced;

        private final Quota quota;
        private final Counter counter;
        private final Cell cell;
        private long held;

        Entry(LimitRule rule, boolean enforced, Quota quota, Counter counter, Cell cell, long held) {
            this.rule = rule;
            this.enforced = enforced;
            this.quota = quota;
            this.counter = counter;
            this.cell = cell;
            this.held = held;
        }

        void use(long amount) {
            long from = Math.min(amount, held);
            cell.use(amount, from);
            held -= from;
        }

        void release() {
            cell.release(held);
            held = 0;
        }

        private long committed(Moment now) {
            return counter.used(now)
                    + counter.reserved(now)
                    + counter.allowance(now).others(now.nanos());
        }

        Standing standing(Moment now, long wanted) {
            return standing(now, wanted, committed(now));
        }

        Standing standing(Moment now, long wanted, long committed) {
            return new Standing(rule, quota, committed, wanted, counter.resetMillis(now, quota.amount(), wanted));
        }
    }

    Reservation(SteadyClock clock, int expected) {
        this.clock = clock;
        this.entries = new Entry[Math.max(4, expected)];
    }

    void add(LimitRule rule, boolean enforced, Quota quota, Counter counter, Cell cell, long held) {
        if (size == entries.length) {
            entries = java.util.Arrays.copyOf(entries, size * 2);
        }
        entries[size++] = new Entry(rule, enforced, quota, counter, cell, held);
    }

    void report(Standing standing) {
        if (reported == null) {
            reported = new ArrayList<>(2);
        }
        reported.add(standing);
    }

    int size() {
        return size;
    }

    /** Takes back what came after the first so many. */
    void undo(int from) {
        while (size > from) {
            Objects.requireNonNull(entries[--size]).release();
        }
    }

    /** Admitted: a request counts from here on, whatever becomes of it. */
    void commit() {
        for (int i = 0; i < size; i++) {
            if (entries[i].quota.unit() == LimitUnit.REQUESTS) {
                entries[i].use(entries[i].held);
            }
        }
    }

    /** What rules in audit mode would have refused it. */
    public List<Standing> reported() {
        return reported == null ? List.of() : List.copyOf(reported);
    }

    /**
     * What is known by now of the attempt that goes on: more than is held is held from now on, so that others see it. Of streams
     * it is called every second or two.
     *
     * @return the budget that wants the stream ended; null: none
     */
    public @Nullable LimitRule raise(Amounts soFar) {
        if (closed.get()) {
            return null;
        }
        LimitRule stop = null;
        Moment now = clock.now();
        for (int i = 0; i < size; i++) {
            Entry entry = entries[i];
            if (isMeasured(entry)) {
                long more = soFar.of(entry.quota.unit()) - entry.held;
                if (more > 0) {
                    entry.cell.hold(more);
                    entry.held += more;
                }
                if (entry.rule.budget().stopStreams() && entry.enforced && isPassed(entry, now)) {
                    stop = entry.rule;
                }
            }
        }
        return stop;
    }

    private static boolean isPassed(Entry entry, Moment now) {
        Allowance allowance = entry.counter.allowance(now);
        long own = entry.counter.used(now) + entry.counter.reserved(now);
        return own + allowance.remote() > entry.quota.amount()
                || (!allowance.late() && own > allowance.capAt(now.nanos()));
    }

    private static boolean isMeasured(Entry entry) {
        return entry.quota.unit() != LimitUnit.REQUESTS && entry.quota.unit() != LimitUnit.CONCURRENT;
    }

    /** Before a further attempt: makes sure that what it may take is held, or holds no more than before. */
    @SuppressWarnings("ReferenceEquality") // whether it is the very cell of the admission
    public @Nullable Refused topUp(Amounts estimate) {
        Moment now = clock.now();
        long[] added = new long[size];
        for (int i = 0; i < size; i++) {
            Entry entry = entries[i];
            long more = isMeasured(entry) ? estimate.of(entry.quota.unit()) - entry.held : 0;
            if (more > 0) {
                Cell cell =
                        !entry.enforced ? held(entry, more) : entry.counter.tryHold(now, entry.quota.amount(), more);
                if (cell == null) {
                    for (int j = 0; j < i; j++) {
                        entries[j].cell.release(added[j]);
                        entries[j].held -= added[j];
                    }
                    return new Refused(entry.standing(now, more), Reason.LIMIT);
                }
                if (cell != entry.cell) {
                    cell.release(more);
                    entry.cell.hold(more);
                }
                added[i] = more;
                entry.held += more;
            }
        }
        return null;
    }

    private static Cell held(Entry entry, long amount) {
        entry.cell.hold(amount);
        return entry.cell;
    }

    /** An attempt has ended and has taken this; the rest stays held for the next one. */
    public void settleAttempt(Amounts actual) {
        if (closed.get()) {
            return;
        }
        for (int i = 0; i < size; i++) {
            if (isMeasured(entries[i])) {
                entries[i].use(actual.of(entries[i].quota.unit()));
            }
        }
    }

    /** The request has ended and its last attempt has taken this. */
    public void settle(Amounts actual) {
        settleAttempt(actual);
        close();
    }

    /** Gives back what is still held. What was settled, and that there was a request, stays. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            for (int i = 0; i < size; i++) {
                entries[i].release();
            }
        }
    }

    /** How it stands with the limit of that unit of which the smallest part is left; null without one. */
    public @Nullable Standing tightest(LimitUnit unit) {
        Moment now = null;
        Entry tightest = null;
        double least = Double.MAX_VALUE;
        long used = 0;
        for (int i = 0; i < size; i++) {
            Entry entry = entries[i];
            if (entry.quota.unit() == unit && entry.enforced) {
                now = now == null ? clock.now() : now;
                long committed = entry.committed(now);
                double left = (double) (entry.quota.amount() - committed) / Math.max(1, entry.quota.amount());
                if (left < least) {
                    least = left;
                    used = committed;
                    tightest = entry;
                }
            }
        }
        return tightest == null || now == null ? null : tightest.standing(now, 0, used);
    }

    /** How it stands with a rule's tightest limit; null when the rule has none here. */
    public @Nullable Standing standing(LimitRule rule) {
        Moment now = clock.now();
        Standing tightest = null;
        for (int i = 0; i < size; i++) {
            if (entries[i].rule.id().equals(rule.id())) {
                Standing standing = entries[i].standing(now, 0);
                if (tightest == null || part(standing) < part(tightest)) {
                    tightest = standing;
                }
            }
        }
        return tightest;
    }

    private static double part(Standing standing) {
        return (double) standing.remaining() / Math.max(1, standing.limit());
    }
}
