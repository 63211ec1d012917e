package dev.sluice.contract.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.limit.SteadyClock.Moment;
import dev.sluice.contract.policy.LimitUnit;
import dev.sluice.contract.policy.Period;
import dev.sluice.contract.policy.Quota;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;

/** Many threads at one cell: what holds for one thread must hold for all of them together. */
class CellStressTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 60_000;
    private static final long LIMIT = 10_000;

    private final ManualClock time = new ManualClock("2026-03-10T12:00:00Z");
    private final SteadyClock clock = new SteadyClock(time);

    /** One thread's work. */
    private interface Work {
        void round(Random random, int round);
    }

    private static void run(Work work) throws Exception {
        CountDownLatch start = new CountDownLatch(THREADS);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int seed = t;
                done.add(threads.submit(() -> {
                    Random random = new Random(seed);
                    start.countDown();
                    start.await();
                    for (int i = 0; i < ROUNDS; i++) {
                        work.round(random, i);
                    }
                    return "";
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
    }

    @RepeatedTest(3)
    void neverPassesTheLimitOfAPeriodAndLosesNothing() throws Exception {
        Quota.Calendar day = new Quota.Calendar(Period.DAY, ZoneId.of("UTC"));
        PeriodCounter counter = (PeriodCounter) Counter.of(new Quota.Key(LimitUnit.USD, day), false);
        AtomicLong settled = new AtomicLong();
        AtomicLong over = new AtomicLong();
        AtomicLong refusals = new AtomicLong();
        run((random, _) -> {
            long estimate = 1 + random.nextLong(LIMIT);
            Cell cell = counter.reserve(clock.now(), LIMIT, estimate);
            PeriodCounter.PeriodCell period = counter.cell(clock.now());
            if (period.committed() > LIMIT) {
                over.incrementAndGet();
            }
            for (int i = 0; i < 20; i++) {
                Thread.onSpinWait();
            }
            if (cell == null) {
                refusals.incrementAndGet();
            } else if (random.nextInt(5_000) == 0) {
                cell.use(1, estimate);
                settled.incrementAndGet();
            } else {
                cell.release(estimate);
            }
        });
        PeriodCounter.PeriodCell period = counter.cell(clock.now());

        assertThat(over.get()).as("times the limit was seen passed").isZero();
        assertThat(refusals.get()).as("times there was something to decide").isPositive();
        assertThat(period.used()).isEqualTo(settled.get());
        assertThat(period.committed()).isEqualTo(settled.get());
        assertThat(period.reserved()).isZero();
    }

    @RepeatedTest(3)
    void neverPassesTheLimitOfAWindowThatSlidesUnderneath() throws Exception {
        SlidingCounter counter =
                (SlidingCounter) Counter.of(new Quota.Key(LimitUnit.TOKENS, new Quota.Sliding(1_000)), false);
        int buckets = 400;
        AtomicLong[] admitted = new AtomicLong[buckets * 2];
        java.util.Arrays.setAll(admitted, _ -> new AtomicLong());
        long first = Math.floorDiv(clock.now().elapsed(), counter.widthMillis());
        run((random, round) -> {
            if (round % 1_000 == 0) {
                time.passMillis(random.nextInt(20));
            }
            Moment now = clock.now();
            long estimate = 1L + random.nextInt(50);
            Cell cell = counter.reserve(now, LIMIT, estimate);
            if (cell != null) {
                long kept = random.nextBoolean() ? estimate : random.nextLong(estimate + 1);
                cell.use(kept, estimate);
                long bucket = Math.floorDiv(now.elapsed(), counter.widthMillis());
                // A thread that was held up while time went on was admitted later than it believes: nobody knows when.
                if (bucket == Math.floorDiv(clock.now().elapsed(), counter.widthMillis())) {
                    admitted[(int) (bucket - first)].addAndGet(kept);
                }
            }
        });
        for (int from = 0; from + counter.bucketCount() < admitted.length; from++) {
            long sum = 0;
            for (int i = from; i < from + counter.bucketCount(); i++) {
                sum += admitted[i].get();
            }
            assertThat(sum).as("from bucket %s", from).isLessThanOrEqualTo(LIMIT);
        }
        time.passMillis(3_000);
        assertThat(counter.used(clock.now()))
                .as("nothing leaks, nothing is lost")
                .isZero();
    }

    /** Leases depend on it: what a cap is lowered to holds from the moment at which what is held has been read. */
    @RepeatedTest(3)
    void neverPassesACapThatIsLoweredMeanwhile() throws Exception {
        Quota.Calendar day = new Quota.Calendar(Period.DAY, ZoneId.of("UTC"));
        PeriodCounter counter = (PeriodCounter) Counter.of(new Quota.Key(LimitUnit.USD, day), false);
        PeriodCounter.PeriodCell cell = counter.cell(clock.now());
        AtomicLong held = new AtomicLong();
        AtomicLong over = new AtomicLong();
        AtomicLong lowered = new AtomicLong();
        AtomicLong keeper = new AtomicLong(-1);
        run((random, _) -> {
            keeper.compareAndSet(-1, Thread.currentThread().threadId());
            if (keeper.get() == Thread.currentThread().threadId()) {
                long cap = random.nextLong(LIMIT);
                cell.allow(new Allowance(0, 0, cap, Long.MAX_VALUE, 0, true));
                long bound = Math.max(cap, cell.committed());
                lowered.incrementAndGet();
                for (int i = 0; i < 20; i++) {
                    over.addAndGet(held.get() > bound ? 1 : 0);
                }
            } else {
                long estimate = 1L + random.nextInt(2_000);
                if (counter.reserve(clock.now(), LIMIT, estimate) != null) {
                    held.addAndGet(estimate);
                    held.addAndGet(-estimate);
                    cell.release(estimate);
                }
            }
        });

        assertThat(over.get()).isZero();
        assertThat(lowered.get()).isEqualTo(ROUNDS);
        assertThat(cell.committed()).isZero();
    }
}
