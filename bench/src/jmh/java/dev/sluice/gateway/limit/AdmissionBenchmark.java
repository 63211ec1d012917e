package dev.sluice.gateway.limit;

import dev.sluice.contract.limit.Admission;
import dev.sluice.contract.limit.Admission.Admitted;
import dev.sluice.contract.limit.Amounts;
import dev.sluice.contract.limit.Counters;
import dev.sluice.contract.limit.Limiter;
import dev.sluice.contract.limit.SteadyClock;
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
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A request that four rules match is admitted and settled: with four rules in all, and with ten thousand. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AdmissionBenchmark {
    private static final int USERS = 1_000;
    private static final Amounts ESTIMATE = Amounts.of(500, 200, 150_000);
    private static final Amounts ACTUAL = Amounts.of(500, 120, 110_000);

    @Param({"0", "10000"})
    public int others;

    private final Limiter limiter = new Limiter(new SteadyClock(SteadyClock.Source.SYSTEM), new Counters(100_000));
    private final LimitFacts[] callers = new LimitFacts[USERS];
    private LimitRules rules = new PolicyCompiler((_, _) -> "").compile(new PolicyState()).limits();
    private int next;

    @Setup
    public void compile() {
        StringBuilder yaml = new StringBuilder("""
                kind: RateLimit
                metadata: {name: everybody}
                spec: {limits: [{unit: requests, amount: 1000000000, window: 1m}]}
                ---
                kind: RateLimit
                metadata: {name: per-user}
                spec: {per: [user], limits: [{unit: requests, amount: 1000000000, window: 1m}]}
                ---
                kind: RateLimit
                metadata: {name: of-the-model}
                spec: {match: {models: {in: ["bench/*"]}}, per: [model], limits: [{unit: tokens, amount: 1000000000000, window: 1m}]}
                ---
                kind: Budget
                metadata: {name: of-the-team}
                spec: {match: {subjects: {in: ["team:t0"]}}, per: [team], accuracy: soft, limits: [{usd: "900000000", period: month}]}
                """);
        for (int n = 0; n < others; n++) {
            yaml.append("---\nkind: RateLimit\nmetadata: {name: other-" + n + "}\nspec: {match: {")
                    .append(n % 2 == 0 ? "subjects: {in: [\"team:o" + n + "\"]}" : "models: {in: [\"bench-" + n + "/*\"]}")
                    .append("}, limits: [{unit: requests, amount: 1, window: 1m}]}\n");
        }
        List<Change> changes = new ArrayList<>();
        Manifests.readYaml(yaml.toString()).forEach(object -> changes.add(Change.put(object, 1)));
        PolicyState state = new PolicyState();
        state.apply(new Snapshot(1, 1, changes));
        rules = new PolicyCompiler((_, _) -> "").compile(state).limits();
        for (int n = 0; n < USERS; n++) {
            Owner owner = new Owner(
                    new Subject(Subject.Type.USER, "user-" + n), false, List.of("t0"), "t0", Map.of(), List.of());
            callers[n] = new LimitFacts(owner, "key-" + n, "t0", Map.of("env", "prod"), "192.0.2.1");
        }
        if (rules.atAdmission(callers[0], "bench/m").size() != 4) {
            throw new IllegalStateException("not four rules match");
        }
    }

    /** Each time another caller. */
    @Benchmark
    public Admission admitAndSettle() {
        next = (next + 7) % USERS;
        LimitFacts facts = callers[next];
        Admission admission =
                limiter.admit(rules.atAdmission(facts, "bench/m"), facts, "bench/m", "", ESTIMATE);
        ((Admitted) admission).reservation().settle(ACTUAL);
        return admission;
    }

    /** What a request pays before anything is counted. */
    @Benchmark
    public Object match() {
        next = (next + 7) % USERS;
        return rules.atAdmission(callers[next], "bench/m");
    }
}
