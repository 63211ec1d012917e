package dev.sluice.admin.whatif;

import dev.sluice.admin.usage.PastRequest;
import dev.sluice.contract.limit.Admission.Admitted;
import dev.sluice.contract.limit.Admission.Refused;
import dev.sluice.contract.limit.Amounts;
import dev.sluice.contract.limit.Counters;
import dev.sluice.contract.limit.Limiter;
import dev.sluice.contract.limit.Reservation;
import dev.sluice.contract.limit.SteadyClock;
import dev.sluice.contract.policy.CompiledKey;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.Dimension;
import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.Owner;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.Subject;
import dev.sluice.contract.usage.Tokens;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One policy over requests in their order, with counters that begin empty, as of a gateway that is alone. What a request held is
 * settled when it ended. Used by one thread.
 */
final class PolicyRun {
    private static final int MAX_SEGMENTS = 100_000;
    private static final int ROWS_PER_EVICTION = 4_096;
    /** Of the gateway: anything of an account, which no budget sends elsewhere. */
    private static final String ACCOUNTS = "accounts";

    private final PolicySnapshot policy;
    private final Map<String, CompiledKey> keys;
    private final Set<LimitRule> leftOut;
    private final Set<String> ruleKeys;
    private final SteadyClock clock;
    private final Counters counters = Counters.alone(MAX_SEGMENTS);
    private final Limiter limiter;
    private final PriorityQueue<Ending> running = new PriorityQueue<>(Comparator.comparingLong(Ending::atMillis));
    private int rows;

    /** A request that goes on. */
    private record Ending(long atMillis, Reservation held, Reservation atTarget, Amounts took) {}

    PolicyRun(PolicySnapshot policy, PastTime time) {
        this.policy = policy;
        keys = policy.keysByName();
        clock = new SteadyClock(time);
        limiter = new Limiter(clock, counters);
        leftOut = policy.limits().all().stream().filter(PolicyRun::isByAddress).collect(Collectors.toUnmodifiableSet());
        ruleKeys = policy.limits().all().stream().map(LimitRule::key).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isByAddress(LimitRule rule) {
        return rule.per().stream().anyMatch(dimension -> dimension.type() == Dimension.Type.IP);
    }

    /** Rules that count by addresses, which rows do not have: they refuse nothing here. */
    Set<LimitRule> leftOut() {
        return leftOut;
    }

    /**
     * @param tokens that it takes
     * @param weight how many rows this one stands for
     */
    Verdict decide(PastRequest request, Tokens tokens, long weight) {
        end(request.timeMillis());
        Owner owner = policy.owner(subject(request));
        boolean allowed = owner == null
                || (!owner.disabled() && policy.mayUse(owner, keys.get(request.key()), request.modelAsked()));
        if (!allowed
                || (!policy.hasModel(request.modelAsked())
                        && !request.endpoint().equals(ACCOUNTS))) {
            return new Verdict.NotAllowed();
        }
        LimitFacts facts = new LimitFacts(
                owner == null ? stranger(request) : owner, request.key(), request.team(), request.metadata(), "");
        return admit(request, facts, tokens, weight);
    }

    private Verdict admit(PastRequest request, LimitFacts facts, Tokens tokens, long weight) {
        String model = request.modelAsked();
        Set<LimitRule> excused = leftOut;
        while (true) {
            CompiledModel target = target(model, request);
            Amounts amounts = amounts(target, request, tokens, weight);
            switch (limiter.admit(policy.limits().atAdmission(facts, model), facts, model, "", amounts, excused)) {
                case Admitted(var reservation) -> {
                    return atTarget(request, facts, model, target, reservation, amounts);
                }
                case Refused(var standing, var _) -> {
                    String other = request.endpoint().equals(ACCOUNTS)
                            ? null
                            : policy.detour(standing.rule(), excused.size() - leftOut.size());
                    if (other == null) {
                        return new Verdict.Refused(standing.rule());
                    }
                    excused = new HashSet<>(excused);
                    excused.add(standing.rule());
                    model = other;
                }
            }
        }
    }

    /** Of a virtual model the one that answered then; its first where that is none of them any more. */
    private @Nullable CompiledModel target(String name, PastRequest request) {
        List<CompiledModel> behind = policy.modelsBehind(name);
        return behind.stream()
                .filter(model -> model.name().equals(request.model()))
                .findFirst()
                .orElse(behind.isEmpty() ? null : behind.getFirst());
    }

    private Verdict atTarget(
            PastRequest request,
            LimitFacts facts,
            String model,
            @Nullable CompiledModel target,
            Reservation held,
            Amounts amounts) {
        String name = target == null ? model : target.name();
        String account = target == null ? "" : target.account().name();
        switch (limiter.admit(policy.limits().atTarget(facts, model, name), facts, name, account, amounts, leftOut)) {
            case Admitted(var atTarget) -> {
                running.add(new Ending(request.timeMillis() + request.latencyMillis(), held, atTarget, amounts));
                return new Verdict.Allowed(amounts.costNanos());
            }
            case Refused(var standing, var _) -> {
                held.close();
                return new Verdict.Refused(standing.rule());
            }
        }
    }

    private void end(long nowMillis) {
        for (Ending next = running.peek(); next != null && next.atMillis() <= nowMillis; next = running.peek()) {
            next.held().settle(next.took());
            next.atTarget().settle(next.took());
            running.poll();
        }
        if (++rows % ROWS_PER_EVICTION == 0) {
            counters.evict(clock.now(), ruleKeys);
        }
    }

    /** By this policy's price; where it does not know the model, by what was paid. */
    private static Amounts amounts(@Nullable CompiledModel target, PastRequest request, Tokens tokens, long weight) {
        boolean unpriced = target != null && target.price() == null;
        long cost = target == null
                ? request.costNanos()
                : target.price() == null ? 0 : target.price().costNanos(tokens);
        return new Amounts(
                request.records() * weight,
                tokens.allInput() * weight,
                tokens.allOutput() * weight,
                cost * weight,
                0,
                unpriced);
    }

    static Subject subject(PastRequest request) {
        return request.user().isEmpty()
                ? new Subject(Subject.Type.SERVICE_ACCOUNT, request.serviceAccount())
                : new Subject(Subject.Type.USER, request.user());
    }

    /** Somebody who is not there any more: what they might use is not known, so it is left alone. */
    private static Owner stranger(PastRequest request) {
        return new Owner(
                subject(request),
                false,
                request.team().isEmpty() ? List.of() : List.of(request.team()),
                request.team(),
                Map.of(),
                List.of());
    }
}
