package dev.sluice.contract.limit;

import dev.sluice.contract.limit.SteadyClock.Moment;
import dev.sluice.contract.policy.Quota;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Counts from one date of the calendar to the next. Nothing is ever reset: the next period is another cell, and the last ones are
 * kept, for what was admitted in them and for a clock that steps back.
 */
public final class PeriodCounter extends Counter {
    private static final int KEPT = 3;

    private final Quota.Calendar calendar;
    private final Allowance first;
    /** The newest first. Replaced as a whole. */
    private final AtomicReference<List<PeriodCell>> cells = new AtomicReference<>(List.of());

    PeriodCounter(Quota.Key key, Quota.Calendar calendar, boolean strict, Allowance first) {
        super(key, strict);
        this.calendar = calendar;
        this.first = first;
    }

    /**
     * One period. What is used and reserved together is one word, which requests are admitted by; what is used is another, which
     * only grows and is exact.
     */
    public static final class PeriodCell implements Cell {
        private final PeriodCounter counter;
        private final CalendarSpan span;
        private final AtomicLong committed = new AtomicLong();
        private final AtomicLong used = new AtomicLong();
        private volatile Allowance allowance;

        PeriodCell(PeriodCounter counter, CalendarSpan span, Allowance allowance) {
            this.counter = counter;
            this.span = span;
            this.allowance = allowance;
        }

        @SuppressWarnings("ReferenceEquality") // replaced as a whole
        boolean tryHold(long limit, long estimate, long nanos) {
            Allowance mine = allowance;
            for (long own = committed.get(); mine.admits(own, estimate, limit, nanos); own = committed.get()) {
                if (committed.compareAndSet(own, own + estimate)) {
                    Allowance after = allowance;
                    if (after == mine || after.stillAdmits(committed.get(), nanos)) {
                        counter.change();
                        return true;
                    }
                    committed.addAndGet(-estimate);
                }
                mine = allowance;
            }
            return false;
        }

        @Override
        public void hold(long amount) {
            committed.addAndGet(amount);
            counter.change();
        }

        @Override
        public void use(long amount, long held) {
            used.addAndGet(amount);
            committed.addAndGet(amount - held);
            counter.change();
        }

        @Override
        public void release(long held) {
            committed.addAndGet(-held);
            counter.change();
        }

        /** Milliseconds since the epoch: names the period. */
        public long startMillis() {
            return span.startMillis();
        }

        public long endMillis() {
            return span.endMillis();
        }

        public long used() {
            return used.get();
        }

        /** Between two steps of a request it may be off by what that request holds. */
        public long reserved() {
            return Math.max(0, committed.get() - used.get());
        }

        public long committed() {
            return committed.get();
        }

        public Allowance allowance() {
            return allowance;
        }

        public void allow(Allowance next) {
            allowance = next;
        }
    }

    @Override
    @Nullable
    Cell tryHold(Moment now, long limit, long estimate) {
        PeriodCell cell = cell(now);
        return cell.tryHold(limit, estimate, now.nanos()) ? cell : null;
    }

    /** The period's, which is made when it begins. */
    @Override
    public PeriodCell cell(Moment now) {
        while (true) {
            List<PeriodCell> held = cells.get();
            for (int i = 0; i < held.size(); i++) {
                if (held.get(i).span.contains(now.wall())) {
                    return held.get(i);
                }
            }
            List<PeriodCell> next = new ArrayList<>(held);
            CalendarSpan span = CalendarSpan.of(calendar.period(), calendar.zone(), now.wall());
            next.add(new PeriodCell(this, span, first));
            next.sort(Comparator.comparingLong(PeriodCell::startMillis).reversed());
            cells.compareAndSet(held, List.copyOf(kept(next, span)));
        }
    }

    private static List<PeriodCell> kept(List<PeriodCell> cells, CalendarSpan current) {
        List<PeriodCell> kept = new ArrayList<>(cells);
        while (kept.size() > KEPT) {
            kept.remove(kept.getLast().span.equals(current) ? 0 : kept.size() - 1);
        }
        return kept;
    }

    /** Of the last periods, the newest first. */
    public List<PeriodCell> cells() {
        return cells.get();
    }

    @Override
    public long used(Moment now) {
        return cell(now).used();
    }

    @Override
    public long reserved(Moment now) {
        return cell(now).reserved();
    }

    @Override
    public Allowance allowance(Moment now) {
        return cell(now).allowance();
    }

    @Override
    long resetMillis(Moment now, long limit, long estimate) {
        long end = cell(now).endMillis();
        return end == Long.MAX_VALUE ? Long.MAX_VALUE : end - now.wall();
    }

    @Override
    public long emptyAtMillis(Moment now) {
        long end = cell(now).endMillis();
        return end == Long.MAX_VALUE ? 0 : end;
    }

    @Override
    boolean isEmpty(Moment now) {
        for (PeriodCell cell : cells.get()) {
            boolean past = cell.endMillis() <= now.wall();
            if (cell.reserved() > 0
                    || (!past && (cell.committed() > 0 || cell.allowance().remote() > 0))) {
                return false;
            }
        }
        return true;
    }
}
