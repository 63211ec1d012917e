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
    private @Nullable Reservation atTarget;
    private List<Standing> reportedAtTargets = List.of();
    private @Nullable CompiledModel target;
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
    public @Nullable GatewayError before(CompiledModel next) {
        Held mine = held;
        if (mine == null) {
            return null;
        }
        // What the first attempt may take was admitted with the request.
        Refused refused = again ? mine.reservation.topUp(mine.estimate(next)) : null;
        if (refused == null) {
            refused = atTarget(mine, next);
        }
        return refused == null ? null : new LimitReached(refused.standing(), refused.reason(), mine.rerouting);
    }

    private @Nullable Refused atTarget(Held mine, CompiledModel next) {
        MatchedRules rules = mine.rules.atTarget(mine.facts, mine.model, next.name());
        if (mine.explained != null) {
            Amounts counted = mine.limits.estimate(mine.call, next, mine.facts.key(), 1);
            List<Look> looks = mine.limits.lookAtTarget(mine.rules, mine.facts, mine.model, next, counted);
            Refused refused = admitAtTarget(mine, rules, next);
            explain(mine.explained, next, looks, refused);
            return refused;
        }
        return rules.size() == 0 ? reached(next) : admitAtTarget(mine, rules, next);
    }

    private @Nullable Refused admitAtTarget(Held mine, MatchedRules rules, CompiledModel next) {
        return switch (mine.limits.atTarget(rules, mine.facts, mine.call, next)) {
            case Admission.Admitted(var reservation) -> {
                atTarget = reservation;
                report(reservation.reported());
                yield reached(next);
            }
            case Refused refused -> refused;
        };
    }

    private @Nullable Refused reached(CompiledModel next) {
        target = next;
        again = true;
        return null;
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

    @Override
    public @Nullable GatewayError during(long outputTokens) {
        Held mine = held;
        CompiledModel current = target;
        if (mine == null || current == null) {
            return null;
        }
        long input = mine.estimate(current).inputTokens();
        Amounts soFar = Limits.amounts(current, Tokens.of(input, outputTokens), 0);
        Reservation own = atTarget;
        LimitReached stop = stopped(mine.reservation, soFar);
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
        Held mine = held;
        CompiledModel done = target;
        if (mine == null || done == null) {
            return;
        }
        Amounts actual = Limits.amounts(done, tokens, 0);
        mine.reservation.settleAttempt(actual);
        Reservation own = atTarget;
        if (own != null) {
            own.settle(actual);
            atTarget = null;
        }
        mine.limits.answered(mine.facts.key(), done, tokens);
    }

    /** The request is over. */
    @Override
    public void close() {
        if (held != null) {
            held.reservation.close();
        }
        if (atTarget != null) {
            atTarget.close();
        }
    }
}
