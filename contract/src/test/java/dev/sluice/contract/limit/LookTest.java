package dev.sluice.contract.limit;

import static dev.sluice.contract.limit.TestGateway.budget;
import static dev.sluice.contract.limit.TestGateway.by;
import static dev.sluice.contract.limit.TestGateway.rate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.contract.explain.Explanation;
import dev.sluice.contract.explain.ExplanationDraft;
import dev.sluice.contract.explain.Verdict;
import dev.sluice.contract.limit.Admission.Reason;
import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.policy.LimitRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Looking decides as admission does, and leaves no trace. */
class LookTest {
    private static List<Look> look(TestGateway gateway, String user, Amounts estimate) {
        LimitFacts facts = by(user);
        return gateway.limiter.look(gateway.rules.atAdmission(facts, "m"), facts, "m", "", estimate);
    }

    private static Explanation explained(List<Look> looks, Set<LimitRule> excused) {
        ExplanationDraft draft = new ExplanationDraft(7, new Explanation.Caller("ada", null, null, null));
        draft.model("m", true, "*");
        draft.admission(looks, excused);
        return draft.build();
    }

    @Test
    void makesAndHoldsNothing() {
        TestGateway gateway =
                new TestGateway(rate("r", "{per: [user], limits: [{unit: requests, amount: 2, window: 1m}]}")
                        + budget("b", "{accuracy: soft, limits: [{usd: \"1.00\", period: month}]}"));

        for (int i = 0; i < 5; i++) {
            assertThat(look(gateway, "ada", Amounts.of(1, 1, 1))).hasSize(2).allMatch(look -> look.refused() == null);
        }

        assertThat(gateway.counters.all()).isEmpty();
        gateway.admitted("ada", Amounts.of(1, 1, 5)).close();
        look(gateway, "ada", Amounts.of(1, 1, 1));
        assertThat(look(gateway, "ada", Amounts.of(1, 1, 1))).anySatisfy(look -> {
            assertThat(look.rule().id().name()).isEqualTo("r");
            assertThat(look.used()).isEqualTo(1);
            assertThat(look.segment().values()).containsExactly("ada");
        });
    }

    /** Whatever was asked before: the look just before an admission says what becomes of it. */
    @Test
    void decidesAsAdmissionDoes() {
        TestGateway gateway =
                new TestGateway(rate("r", "{per: [user], limits: [{unit: requests, amount: 3, window: 1m}]}")
                        + rate("c", "{limits: [{unit: concurrent, amount: 5}]}")
                        + budget("b", "{accuracy: soft, limits: [{tokens: 300, period: hour}]}"));
        Random random = new Random(5);
        List<Reservation> open = new ArrayList<>();
        int refusals = 0;
        for (int i = 0; i < 2_000; i++) {
            String user = "u" + random.nextInt(4);
            Amounts estimate = Amounts.of(random.nextInt(20), random.nextInt(20), 0);
            boolean passes = look(gateway, user, estimate).stream().allMatch(look -> look.refused() == null);
            Admission admission = gateway.ask(user, estimate);
            assertThat(admission instanceof Admission.Admitted).isEqualTo(passes);
            refusals += passes ? 0 : 1;
            if (admission instanceof Admission.Admitted(var reservation)) {
                open.add(reservation);
            }
            if (!open.isEmpty() && random.nextInt(3) > 0) {
                open.remove(random.nextInt(open.size())).settle(estimate);
            }
            gateway.time.passMillis(random.nextInt(20_000));
        }
        assertThat(refusals).isBetween(200, 1_900);
    }

    @Test
    void tellsOfAllRulesAfterOneThatRefuses() {
        TestGateway gateway = new TestGateway(rate("none", "{limits: [{unit: requests, amount: 0, window: 1m}]}")
                + rate("audited", "{mode: audit, limits: [{unit: requests, amount: 0, window: 1m}]}")
                + budget("leased", "{accuracy: strict, limits: [{usd: \"1.00\", period: month}]}")
                + rate("some", "{per: [user], limits: [{unit: requests, amount: 5, window: 1m}]}"));

        Explanation explanation = explained(look(gateway, "ada", Amounts.of(10, 10, 2_000_000)), Set.of());

        assertThat(explanation.rules())
                .extracting(Explanation.Rule::name, Explanation.Rule::decision, Explanation.Rule::reason)
                .containsExactlyInAnyOrder(
                        tuple("none", Verdict.REFUSED, "limit"),
                        tuple("audited", Verdict.WOULD_REFUSE, "limit"),
                        tuple("leased", Verdict.WAITS, "share"),
                        tuple("some", Verdict.PASSED, null));
        Explanation.Rule some = explanation.rules().stream()
                .filter(rule -> rule.name().equals("some"))
                .findFirst()
                .orElseThrow();
        assertThat(some.segment()).isEqualTo(Map.of("user", "ada"));
        assertThat(some.limit().written()).isEqualTo(5L);
        Explanation.Rule leased = explanation.rules().stream()
                .filter(rule -> rule.name().equals("leased"))
                .findFirst()
                .orElseThrow();
        assertThat(leased.limit().written()).isEqualTo("1.00");
        assertThat(leased.estimate().written()).isEqualTo("0.002");
        assertThat(leased.window()).isEqualTo("month");
        assertThat(leased.resetsAt()).isEqualTo("2026-04-01T00:00:00Z");
    }

    @Test
    void refusesWhatHasWaitedInVain() {
        TestGateway gateway =
                new TestGateway(budget("leased", "{accuracy: strict, limits: [{usd: \"1.00\", period: month}]}"));
        List<Look> looks = look(gateway, "ada", Amounts.of(10, 10, 2_000_000));
        ExplanationDraft draft = new ExplanationDraft(7, new Explanation.Caller("ada", null, null, null));
        draft.admission(looks, Set.of());
        draft.refused(gateway.refused("ada", Amounts.of(10, 10, 2_000_000)));

        assertThat(looks.getFirst().refused()).isEqualTo(Reason.SHARE);
        assertThat(draft.build().rules().getFirst().decision()).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void keepsTheBudgetThatSentItElsewhere() {
        TestGateway gateway = new TestGateway(
                budget("spent", "{accuracy: soft, limits: [{usd: \"0.00\", period: month}], onExceeded: {model: n}}"));
        List<Look> looks = look(gateway, "ada", Amounts.of(1, 1, 1));
        ExplanationDraft draft = new ExplanationDraft(7, new Explanation.Caller("ada", null, null, null));
        draft.admission(looks, Set.of());
        draft.admission(List.of(), Set.of(looks.getFirst().rule()));

        assertThat(draft.build().rules())
                .extracting(Explanation.Rule::name, Explanation.Rule::decision)
                .containsExactly(tuple("spent", Verdict.EXCUSED));
    }
}
