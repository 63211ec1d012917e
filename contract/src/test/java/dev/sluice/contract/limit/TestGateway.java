package dev.sluice.contract.limit;

import dev.sluice.contract.limit.Admission.Admitted;
import dev.sluice.contract.limit.Admission.Refused;
import dev.sluice.contract.policy.Change;
import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.policy.LimitRules;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.Owner;
import dev.sluice.contract.policy.PolicyCompiler;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.contract.policy.Snapshot;
import dev.sluice.contract.policy.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A gateway's limits under a clock of the test's own, with rules from manifests. */
final class TestGateway {
    final ManualClock time;
    final SteadyClock clock;
    final Counters counters = new Counters(10_000);
    final Limiter limiter;
    LimitRules rules;

    TestGateway(ManualClock time, String yaml) {
        this.time = time;
        clock = new SteadyClock(time);
        limiter = new Limiter(clock, counters);
        rules = rules(yaml);
    }

    TestGateway(String yaml) {
        this(new ManualClock("2026-03-10T12:00:00Z"), yaml);
    }

    static LimitRules rules(String yaml) {
        List<Change> changes = new ArrayList<>();
        Manifests.readYaml(yaml).forEach(object -> changes.add(Change.put(object, 1)));
        PolicyState state = new PolicyState();
        state.apply(new Snapshot(1, 1, changes));
        return new PolicyCompiler((_, _) -> "").compile(state).limits();
    }

    static String rate(String name, String spec) {
        return "---\nkind: RateLimit\nmetadata: {name: " + name + "}\nspec: " + spec + "\n";
    }

    static String budget(String name, String spec) {
        return "---\nkind: Budget\nmetadata: {name: " + name + "}\nspec: " + spec + "\n";
    }

    static LimitFacts by(String user) {
        Owner owner = new Owner(new Subject(Subject.Type.USER, user), false, List.of(), "", Map.of(), List.of());
        return new LimitFacts(owner, "key-of-" + user, "", Map.of(), "192.0.2.1");
    }

    Admission ask(String user, Amounts estimate) {
        LimitFacts facts = by(user);
        return limiter.admit(rules.atAdmission(facts, "m"), facts, "m", "", estimate);
    }

    Reservation admitted(String user, Amounts estimate) {
        Admission admission = ask(user, estimate);
        if (admission instanceof Admitted admitted) {
            return admitted.reservation();
        }
        throw new AssertionError("refused: " + admission);
    }

    Refused refused(String user, Amounts estimate) {
        Admission admission = ask(user, estimate);
        if (admission instanceof Refused refused) {
            return refused;
        }
        throw new AssertionError("admitted");
    }

    long reserved() {
        return counters.reserved(clock.now());
    }

    Counter only() {
        return counters.all().iterator().next().counters().iterator().next();
    }
}
