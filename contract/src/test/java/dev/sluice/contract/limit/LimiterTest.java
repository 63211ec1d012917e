package dev.sluice.contract.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.limit.Admission.Reason;
import dev.sluice.contract.limit.Admission.Refused;
import dev.sluice.contract.policy.LimitUnit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimiterTest {
    private static final Amounts ONE = Amounts.of(10, 20, 1_000);
    private static final String SOFT = "accuracy: soft, ";

    private static Amounts cost(long nanos) {
        return Amounts.of(0, 0, nanos);
    }

    /** The one comparison, in every kind of counter: {@code ≥} at the limit, and never past it. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, false",
        "0, 0, 1, true",
        "0, 1, 1, true",
        "0, 2, 1, false",
        "5, 0, 5, false",
        "4, 1, 5, true",
        "4, 2, 5, false",
        "6, 0, 5, false"
    })
    void refusesAtTheLimitAndBeyond(long used, long estimate, long limit, boolean admitted) {
        assertThat(Decision.admits(used, estimate, limit)).isEqualTo(admitted);
        for (String rule : new String[] {
            TestGateway.rate("a", "{limits: [{unit: inputTokens, amount: %d, window: 1m}]}"),
            TestGateway.budget("a", "{" + SOFT + "limits: [{tokens: %d, period: day}]}")
        }) {
            TestGateway gateway = new TestGateway(rule.formatted(1_000));
            gateway.admitted("ada", Amounts.of(used, 0, 0)).settle(Amounts.of(used, 0, 0));
            gateway.rules = TestGateway.rules(rule.formatted(limit));
            assertThat(gateway.ask("ada", Amounts.of(estimate, 0, 0)) instanceof Admission.Admitted)
                    .as(rule)
                    .isEqualTo(admitted);
        }
    }

    @Test
    void saysWhenThePeriodEnds() {
        TestGateway gateway =
                new TestGateway(TestGateway.budget("narrow", "{" + SOFT + "limits: [{tokens: 59, period: day}]}"));
        gateway.admitted("ada", ONE);

        Refused refused = gateway.refused("ada", ONE);

        assertThat(refused.standing().isTooMuch()).isFalse();
        assertThat(refused.standing().wanted()).isEqualTo(30);
        assertThat(refused.standing().resetMillis())
                .isEqualTo(Duration.ofHours(12).toMillis());
    }

    @Test
    void holdsNothingWhenOneRuleRefuses() {
        TestGateway gateway =
                new TestGateway(TestGateway.rate("wide", "{limits: [{unit: requests, amount: 10, window: 1m}]}")
                        + TestGateway.rate("flight", "{limits: [{unit: concurrent, amount: 5}]}")
                        + TestGateway.budget("wide", "{" + SOFT + "limits: [{usd: '1.00', period: day}]}")
                        + TestGateway.budget("narrow", "{" + SOFT + "limits: [{tokens: 29, period: day}]}"));

        Refused refused = gateway.refused("ada", ONE);

        assertThat(refused.standing().rule().id()).hasToString("Budget narrow");
        assertThat(refused.reason()).isEqualTo(Reason.LIMIT);
        assertThat(refused.standing().window()).isEqualTo("day");
        assertThat(refused.standing().remaining()).isEqualTo(29);
        assertThat(refused.standing().isTooMuch()).isTrue();
        assertThat(refused.standing().resetMillis())
                .as("it may take more than there ever is")
                .isEqualTo(Long.MAX_VALUE);
        assertThat(gateway.reserved()).isZero();
        for (Segment segment : gateway.counters.all()) {
            for (Counter counter : segment.counters()) {
                assertThat(counter.used(gateway.clock.now()))
                        .as("%s", segment.id())
                        .isZero();
            }
        }
    }

    @Test
    void settlesToTheNanoDollarInThePeriodOfAdmission() {
        TestGateway gateway =
                new TestGateway(TestGateway.budget("day", "{" + SOFT + "limits: [{usd: '0.000001', period: day}]}"));
        Reservation late = gateway.admitted("ada", cost(400));
        assertThat(gateway.reserved()).isEqualTo(400);
        gateway.time.pass(Duration.ofHours(13));
        Reservation next = gateway.admitted("ada", cost(1_000));
        late.settle(cost(123));

        PeriodCounter counter = (PeriodCounter) gateway.only();
        assertThat(counter.cells().getFirst().used()).isZero();
        assertThat(counter.cells().getLast().used()).isEqualTo(123);
        assertThat(counter.cells().getLast().reserved()).isZero();
        next.close();
        next.close();
        assertThat(gateway.reserved()).isZero();
        assertThat(counter.cells().getFirst().committed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {60, -60})
    void forgetsNothingWhenTheClockStepsOutOfThePeriodAndBack(long minutes) {
        ManualClock time = new ManualClock(minutes > 0 ? "2026-03-10T23:30:00Z" : "2026-03-10T00:30:00Z");
        TestGateway gateway = new TestGateway(
                time, TestGateway.budget("day", "{" + SOFT + "limits: [{usd: '0.000001', period: day}]}"));
        gateway.admitted("ada", cost(700)).settle(cost(700));
        for (long step : new long[] {minutes, -minutes}) {
            time.step(Duration.ofMinutes(step));
            for (int i = 0; i < 62; i++) {
                gateway.ask("ada", cost(0));
                time.passMillis(1_000);
                gateway.clock.observe();
            }
        }

        assertThat(gateway.refused("ada", cost(301)).standing().used()).isEqualTo(700);
        assertThat(gateway.ask("ada", cost(300))).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void countsARequestEvenIfItIsReleased() {
        TestGateway gateway = new TestGateway(TestGateway.rate(
                "a", "{limits: [{unit: requests, amount: 2, window: 1m}, {unit: tokens, amount: 100, window: 1m}]}"));
        gateway.admitted("ada", ONE).close();
        Reservation second = gateway.admitted("ada", ONE);

        assertThat(gateway.refused("ada", ONE).standing().quota().unit()).isEqualTo(LimitUnit.REQUESTS);
        assertThat(second.tightest(LimitUnit.TOKENS))
                .isNotNull()
                .satisfies(s -> assertThat(s.remaining()).isEqualTo(70));
        second.settle(Amounts.of(10, 5, 0));
        assertThat(second.tightest(LimitUnit.TOKENS))
                .isNotNull()
                .satisfies(s -> assertThat(s.remaining()).isEqualTo(85));
    }

    @Test
    void keepsACounterEachAndCountsASubjectWithLimitsOfItsOwnByItself() {
        TestGateway gateway = new TestGateway(TestGateway.rate(
                "a",
                "{per: [user], limits: [{unit: requests, amount: 1, window: 1m}],"
                        + " overrides: [{subject: 'user:grace', limits: [{unit: requests, amount: 2, window: 1m}]}]}"));
        gateway.admitted("ada", ONE);
        gateway.admitted("bob", ONE);
        gateway.admitted("grace", ONE);
        gateway.admitted("grace", ONE);

        assertThat(gateway.refused("ada", ONE).standing().limit()).isEqualTo(1);
        assertThat(gateway.refused("grace", ONE).standing().limit()).isEqualTo(2);
        assertThat(gateway.counters.size()).isEqualTo(3);
    }

    @Test
    void onlyReportsInAuditMode() {
        TestGateway gateway = new TestGateway(
                TestGateway.rate("a", "{mode: audit, limits: [{unit: requests, amount: 1, window: 1m}]}"));
        assertThat(gateway.admitted("ada", ONE).reported()).isEmpty();
        Reservation second = gateway.admitted("ada", ONE);

        assertThat(second.reported())
                .singleElement()
                .satisfies(s -> assertThat(s.limit()).isEqualTo(1));
        assertThat(gateway.only().used(gateway.clock.now())).isEqualTo(2);
        assertThat(second.tightest(LimitUnit.REQUESTS)).isNull();
    }

    @Test
    void forgetsNothingWhenTheAmountChanges() {
        String rule = "{limits: [{unit: requests, amount: %d, window: 1m}]}";
        TestGateway gateway = new TestGateway(TestGateway.rate("a", rule.formatted(5)));
        for (int i = 0; i < 5; i++) {
            gateway.admitted("ada", ONE);
        }
        gateway.rules = TestGateway.rules(TestGateway.rate("a", rule.formatted(6)));

        gateway.admitted("ada", ONE);
        assertThat(gateway.refused("ada", ONE).standing().used()).isEqualTo(6);
    }

    @Test
    void limitsRequestsInFlight() {
        TestGateway gateway = new TestGateway(TestGateway.rate("a", "{limits: [{unit: concurrent, amount: 2}]}"));
        Reservation first = gateway.admitted("ada", ONE);
        gateway.admitted("ada", ONE);
        gateway.refused("ada", ONE);
        first.settle(ONE);
        first.close();

        gateway.admitted("ada", ONE);
        gateway.refused("ada", ONE);
    }

    @Test
    void refusesWhatHasNoPriceWhereTheBudgetSaysSo() {
        TestGateway gateway = new TestGateway(
                TestGateway.budget("a", "{" + SOFT + "unpriced: block, limits: [{usd: '1.00', period: day}]}"));

        Refused refused = gateway.refused("ada", new Amounts(1, 1, 1, 0, 0, true));
        assertThat(refused.reason()).isEqualTo(Reason.UNPRICED);
        gateway.admitted("ada", cost(0));
    }

    @Test
    void coversFurtherAttemptsAndRefusesOneThatIsTooDear() {
        TestGateway gateway =
                new TestGateway(TestGateway.budget("a", "{" + SOFT + "limits: [{usd: '0.000001', period: day}]}"));
        Reservation request = gateway.admitted("ada", cost(300));
        request.settleAttempt(cost(100));
        assertThat(request.topUp(cost(901)))
                .isNotNull()
                .satisfies(r -> assertThat(r.standing().used()).isEqualTo(300));
        assertThat(gateway.reserved()).isEqualTo(200);
        assertThat(request.topUp(cost(900))).isNull();
        gateway.refused("bob", cost(1));
        request.settle(cost(50));

        assertThat(gateway.reserved()).isZero();
        assertThat(gateway.only().used(gateway.clock.now())).isEqualTo(150);
    }

    @Test
    void showsWhatAStreamTakesAndEndsItWhereTheBudgetSaysSo() {
        String rule = "{" + SOFT + "stopStreams: %s, limits: [{usd: '0.000001', period: day}]}";
        for (boolean stops : new boolean[] {true, false}) {
            TestGateway gateway = new TestGateway(TestGateway.budget("a", rule.formatted(stops)));
            Reservation stream = gateway.admitted("ada", cost(100));
            assertThat(stream.raise(cost(1_000))).isNull();
            gateway.refused("bob", cost(0));
            assertThat(stream.raise(cost(1_001)) != null).isEqualTo(stops);
            stream.settle(cost(1_001));
            assertThat(stream.raise(cost(5_000))).isNull();
            assertThat(gateway.only().used(gateway.clock.now())).isEqualTo(1_001);
            assertThat(gateway.reserved()).isZero();
        }
    }
}
