package dev.sluice.contract.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CountersTest {
    private static final Amounts ONE = Amounts.of(1, 1, 1);

    @Test
    void countsTogetherWhatComesOnTopOfTheMost() {
        TestGateway gateway = new TestGateway(
                TestGateway.rate("a", "{per: [user], limits: [{unit: requests, amount: 2, window: 1m}]}"));
        Counters few = new Counters(3);
        Limiter limiter = new Limiter(gateway.clock, few);
        int admitted = 0;
        for (int user = 0; user < 100; user++) {
            var facts = TestGateway.by("user-" + user);
            admitted += limiter.admit(gateway.rules.atAdmission(facts, "m"), facts, "m", "", ONE)
                            instanceof Admission.Admitted
                    ? 1
                    : 0;
        }

        assertThat(admitted).isEqualTo(3 + 2);
        assertThat(few.size()).isEqualTo(4);
        assertThat(few.overflowed()).isEqualTo(97);
    }

    /** Whoever has no others needs no lease, in the first period nor in the next; whoever has some holds nothing at first. */
    @Test
    void leavesAllOfAStrictLimitToAGatewayThatIsAlone() {
        TestGateway gateway =
                new TestGateway(TestGateway.budget("a", "{accuracy: strict, limits: [{tokens: 5, period: hour}]}")
                        + TestGateway.rate("b", "{accuracy: strict, limits: [{unit: tokens, amount: 5, window: 1m}]}"));
        Limiter alone = new Limiter(gateway.clock, Counters.alone(10));

        assertThat(admitted(alone, gateway)).isEqualTo(2);
        gateway.time.passMillis(3_600_000);
        assertThat(admitted(alone, gateway)).isEqualTo(2);
        assertThat(admitted(gateway.limiter, gateway)).isZero();
    }

    private static int admitted(Limiter limiter, TestGateway gateway) {
        var facts = TestGateway.by("ada");
        int admitted = 0;
        for (int i = 0; i < 9; i++) {
            admitted += limiter.admit(gateway.rules.atAdmission(facts, "m"), facts, "m", "", ONE)
                            instanceof Admission.Admitted
                    ? 1
                    : 0;
        }
        return admitted;
    }

    @Test
    void forgetsOnlyWhatIsEmptyAndIdle() {
        TestGateway gateway = new TestGateway(TestGateway.rate(
                        "a", "{per: [user], limits: [{unit: requests, amount: 9, window: 1m}]}")
                + TestGateway.rate("flight", "{per: [user], limits: [{unit: concurrent, amount: 9}]}")
                + TestGateway.budget("b", "{accuracy: soft, per: [user], limits: [{usd: '1.00', period: day}]}"));
        List<String> keys = gateway.rules.all().stream().map(rule -> rule.key()).toList();
        Reservation open = gateway.admitted("open", ONE);
        gateway.admitted("spent", ONE).settle(ONE);
        gateway.admitted("nothing", ONE).settle(Amounts.of(0, 0, 0));
        assertThat(gateway.counters.size()).isEqualTo(9);
        gateway.counters.evict(gateway.clock.now(), keys);
        assertThat(gateway.counters.size()).isEqualTo(9);

        gateway.time.passMillis(130_000);
        gateway.counters.evict(gateway.clock.now(), keys);
        assertThat(gateway.counters.all())
                .extracting(segment ->
                        segment.id().rule() + " " + segment.id().values().getFirst())
                .containsExactlyInAnyOrder("r/flight open", "b/b open", "b/b spent");
        open.close();
        gateway.counters.evict(gateway.clock.now(), List.of());
        assertThat(gateway.counters.all())
                .extracting(segment -> segment.id().values().getFirst())
                .containsExactly("spent");
    }

    /** Eviction runs all the time while requests come and go: nothing that was charged is forgotten. */
    @Test
    void losesNothingToEviction() throws Exception {
        TestGateway gateway =
                new TestGateway(TestGateway.rate("flight", "{limits: [{unit: concurrent, amount: 1000}]}"));
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch ready = new CountDownLatch(3);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                done.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    for (int i = 0; i < 200_000; i++) {
                        Reservation held = gateway.admitted("ada", ONE);
                        if (gateway.reserved() < 1) {
                            throw new AssertionError("a reservation is not counted");
                        }
                        held.close();
                    }
                    return "";
                }));
            }
            done.add(threads.submit(() -> {
                ready.countDown();
                ready.await();
                while (!stop.get()) {
                    gateway.counters.evict(gateway.clock.now(), List.of());
                }
                return "";
            }));
            done.get(0).get();
            done.get(1).get();
            stop.set(true);
            done.get(2).get();
        }
        assertThat(gateway.reserved()).isZero();
    }
}
