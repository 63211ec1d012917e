package dev.sluice.gateway.pipeline;

import dev.sluice.contract.explain.ExplanationDraft;
import dev.sluice.contract.limit.Admission;
import dev.sluice.contract.limit.Admission.Refused;
import dev.sluice.contract.limit.Amounts;
import dev.sluice.contract.limit.Look;
import dev.sluice.contract.limit.Reservation;
import dev.sluice.contract.limit.Standing;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.LimitRules;
import dev.sluice.contract.policy.MatchedRules;
import dev.sluice.contract.usage.RuleDecision;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.dispatch.AttemptHold;
import dev.sluice.gateway.dispatch.AttemptLimits;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayError.LimitReached;
import dev.sluice.gateway.inference.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one request holds of its limits, from its admission to its end: each attempt settles what it took, and what is left is
 * given back, however the request ends.
 */
public final class RequestLimits implements AttemptLimits, AutoCloseable {
    /** Nothing is limited. */
    public static final RequestLimits NONE = new RequestLimits();

    private final @Nullable Held held;
    private final List<Reservation> atTargets = new ArrayList<>(0);
    private List<Standing> reportedAtTargets = List.of();
    private boolean again;

    /** Of a request that some rule matches, or may match at its target. */
    private record Held(
            Limits limits,
            LimitRules rules,
            LimitFacts facts,
            String model,
            Call call,
            Reservation reservation,
            Set<LimitRule> rerouting,
            @Nullable ExplanationDraft explained) {
        Amounts estimate(CompiledModel target) {
            return limits.estimate(call, target, facts.key(), 0);
        }

        /** The same request with another reservation, which the request's end does not close. */
        Held of(Reservation other) {
            return new Held(limits, rules, facts, model, call, other, Set.of(), null);
        }
    }

    private RequestLimits() {
        held = null;
    }

    /**
     * @param rerouting budgets that have sent the request to this model
     * @param explained null: nobody wants to know
     */
    RequestLimits(
            Limits limits,
            LimitRules rules,
            LimitFacts facts,
            String model,
            Call call,
            Reservation reservation,
            Set<LimitRule> rerouting,
            @Nullable ExplanationDraft explained) {
        held = new Held(limits, rules, facts, model, call, reservation, rerouting, explained);
    }

    /** Rules that did more than let the request pass; of nearly all requests there are none. */
    List<RuleDecision> decisions() {
        return held == null
                ? List.of()
                : RuleDecisions.of(held.rerouting, held.reservation.reported(), reportedAtTargets);
    }

    /** For the answer's headers. */
    LimitHeaders headers() {
        return held == null ? LimitHeaders.NONE : LimitHeaders.of(held.reservation);
    }

    @Override
    public AttemptHold before(CompiledModel next, @Nullable CompiledModel beside) {
        Held mine = held;
        if (mine == null) {
            return AttemptHold.NONE;
        }
        // What the first attempt may take was admitted with the request.
        Refused refused = again ? mine.reservation.topUp(wanted(mine, next, beside)) : null;
        return refused == null ? atTarget(mine, next) : refused(mine, refused);
    }

    private static Amounts wanted(Held mine, CompiledModel next, @Nullable CompiledModel beside) {
        Amounts estimate = mine.estimate(next);
        return beside == null ? estimate : estimate.plus(mine.estimate(beside));
    }

    private static AttemptHold refused(Held mine, Refused refused) {
        return AttemptHold.refused(new LimitReached(refused.standing(), refused.reason(), mine.rerouting));
    }

    private AttemptHold atTarget(Held mine, CompiledModel next) {
        MatchedRules rules = mine.rules.atTarget(mine.facts, mine.model, next.name());
        if (mine.explained != null) {
            Amounts counted = mine.limits.estimate(mine.call, next, mine.facts.key(), 1);
            List<Look> looks = mine.limits.lookAtTarget(mine.rules, mine.facts, mine.model, next, counted);
            Admission admission = mine.limits.atTarget(rules, mine.facts, mine.call, next);
            explain(mine.explained, next, looks, admission instanceof Refused refused ? refused : null);
            return hold(mine, next, admission);
        }
        return rules.size() == 0
                ? reached(mine, next, null)
                : hold(mine, next, mine.limits.atTarget(rules, mine.facts, mine.call, next));
    }

    private AttemptHold hold(Held mine, CompiledModel next, Admission admission) {
        return switch (admission) {
            case Admission.Admitted(var reservation) -> {
                atTargets.add(reservation);
                report(reservation.reported());
                yield reached(mine, next, reservation);
            }
            case Refused refused -> refused(mine, refused);
        };
    }

    @Override
    public AttemptHold shadow(CompiledModel target) {
        Held mine = held;
        if (mine == null) {
            return AttemptHold.NONE;
        }
        // A budget that has sent the request to another model is used up: it is not excused here.
        return switch (mine.limits.beside(mine.rules, mine.facts, mine.model, mine.estimate(target))) {
            case Admission.Admitted(var reservation) -> shadow(mine.of(reservation), target);
            case Refused refused -> refused(mine, refused);
        };
    }

    private static AttemptHold shadow(Held own, CompiledModel target) {
        MatchedRules rules = own.rules.atTarget(own.facts, own.model, target.name());
        if (rules.size() == 0) {
            return new Shadow(new AtTarget(own, target, null));
        }
        return switch (own.limits.atTarget(rules, own.facts, own.call, target)) {
            case Admission.Admitted(var reservation) -> new Shadow(new AtTarget(own, target, reservation));
            case Refused refused -> {
                own.reservation.close();
                yield refused(own, refused);
            }
        };
    }

    private AttemptHold reached(Held mine, CompiledModel next, @Nullable Reservation own) {
        again = true;
        return new AtTarget(mine, next, own);
    }

    private void report(List<Standing> reported) {
        if (!reported.isEmpty()) {
            List<Standing> all = new ArrayList<>(reportedAtTargets);
            all.addAll(reported);
            reportedAtTargets = all;
        }
    }

    private static void explain(
            ExplanationDraft explained, CompiledModel next, List<Look> looks, @Nullable Refused refused) {
        explained.target(
                next,
                looks,
                refused == null ? null : LimitReached.classOf(refused.standing().rule()));
    }

    /**
     * One attempt.
     *
     * @param own of rules of the target alone, and of rules that count by account; null: none matches
     */
    private record AtTarget(
            Held held, CompiledModel target, @Nullable Reservation own) implements AttemptHold {
        @Override
        public @Nullable GatewayError during(long outputTokens) {
            long input = held.estimate(target).inputTokens();
            Amounts soFar = Limits.amounts(target, Tokens.of(input, outputTokens), 0);
            LimitReached stop = stopped(held.reservation, soFar);
            LimitReached stopHere = own == null ? null : stopped(own, soFar);
            return stop == null ? stopHere : stop;
        }

        private static @Nullable LimitReached stopped(Reservation reservation, Amounts soFar) {
            LimitRule stop = reservation.raise(soFar);
            Standing standing = stop == null ? null : reservation.standing(stop);
            return standing == null ? null : new LimitReached(standing, Admission.Reason.LIMIT);
        }

        @Override
        public void after(Tokens tokens) {
            Amounts actual = Limits.amounts(target, tokens, 0);
            held.reservation.settleAttempt(actual);
            if (own != null) {
                own.settle(actual);
            }
            held.limits.answered(held.facts.key(), target, tokens);
        }
    }

    /** An attempt with a reservation of its own, which ends with it. */
    private record Shadow(AtTarget attempt) implements AttemptHold {
        @Override
        public @Nullable GatewayError during(long outputTokens) {
            return attempt.during(outputTokens);
        }

        @Override
        public void after(Tokens tokens) {
            attempt.after(tokens);
            attempt.held.reservation.close();
        }
    }

    /** The request is over. */
    @Override
    public void close() {
        if (held != null) {
            held.reservation.close();
        }
        atTargets.forEach(Reservation::close);
    }
}
