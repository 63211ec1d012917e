package dev.sluice.gateway.pipeline;

import dev.sluice.contract.explain.ExplanationDraft;
import dev.sluice.contract.limit.Admission;
import dev.sluice.contract.limit.Amounts;
import dev.sluice.contract.limit.Limiter;
import dev.sluice.contract.limit.Look;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.LimitRules;
import dev.sluice.contract.policy.MatchedRules;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.PriceTable;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.auth.Principal;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.NativeCall;
import dev.sluice.gateway.pipeline.Stages.Received;
import dev.sluice.gateway.routing.CostEstimate;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts requests to the limits and budgets of policy, with an estimate of what they will take. One per event loop. */
final class Limits {
    /** Held for the answer of a model of which nothing is known. */
    private static final long USUAL_OUTPUT = 1_024;

    private static final int BYTES_PER_TOKEN = 4;

    private final Limiter limiter;
    private final LearnedOutput learned = new LearnedOutput();

    Limits(Limiter limiter) {
        this.limiter = limiter;
    }

    /** @throws GatewayException with a {@link GatewayError.LimitReached} */
    Stages.Admitted admit(Received received) {
        LimitRules rules = received.arrival().policy().limits();
        String model = received.modelAsked();
        ExplanationDraft explained = received.explained();
        if (rules.size() == 0 && explained == null) {
            return new Stages.Admitted(received, model, RequestLimits.NONE);
        }
        LimitFacts facts = facts(received, rules);
        Set<LimitRule> excused = Set.of();
        while (true) {
            Amounts estimate = estimate(received, model, facts.key());
            MatchedRules matched = rules.atAdmission(facts, model);
            if (explained != null) {
                explained.admission(limiter.look(matched, facts, model, "", estimate), excused);
            }
            switch (limiter.admit(matched, facts, model, "", estimate, excused)) {
                case Admission.Admitted(var reservation) -> {
                    return new Stages.Admitted(
                            received,
                            model,
                            new RequestLimits(
                                    this, rules, facts, model, received.call(), reservation, excused, explained));
                }
                case Admission.Refused refused -> {
                    LimitRule rule = refused.standing().rule();
                    String other = received.call() instanceof NativeCall
                            ? null
                            : received.arrival().policy().detour(rule, excused.size());
                    if (other == null) {
                        if (explained != null) {
                            explained.refused(refused);
                            Explaining.notReached(explained, targets(received, model));
                        }
                        throw new GatewayException(
                                new GatewayError.LimitReached(refused.standing(), refused.reason(), excused));
                    }
                    excused = new HashSet<>(excused);
                    excused.add(rule);
                    model = other;
                }
            }
        }
    }

    /** What is asked for beside a request that counts already, by the rules for the model. */
    Admission beside(LimitRules rules, LimitFacts facts, String model, Amounts estimate) {
        return limiter.admit(rules.atAdmission(facts, model), facts, model, "", estimate);
    }

    /** What {@link Limiter#admit} would find of the rules for the model; nothing is held. */
    List<Look> look(LimitRules rules, LimitFacts facts, String model, Amounts estimate) {
        return limiter.look(rules.atAdmission(facts, model), facts, model, "", estimate);
    }

    /** What {@link #atTarget} would find; nothing is held. */
    List<Look> lookAtTarget(LimitRules rules, LimitFacts facts, String asked, CompiledModel target, Amounts estimate) {
        return limiter.look(
                rules.atTarget(facts, asked, target.name()),
                facts,
                target.name(),
                target.account().name(),
                estimate);
    }

    /** Rules of the target alone, and rules that count by account. */
    Admission atTarget(MatchedRules rules, LimitFacts facts, Call call, CompiledModel target) {
        return limiter.admit(
                rules, facts, target.name(), target.account().name(), estimate(call, target, facts.key(), 1));
    }

    /**
     * The input by its size, which costs nothing; the answer by what it may have at most, or by what answers to this key have
     * had where that is less.
     *
     * @param requests 0 for an attempt of a request that counts already
     */
    Amounts estimate(Call call, @Nullable CompiledModel target, String key, long requests) {
        long input = Math.ceilDiv(call.body().length, BYTES_PER_TOKEN);
        long output = call.generates() ? output(call.fields().maxOutput(), target, usual(target, key)) : 0;
        return amounts(target, Tokens.of(input, output), requests);
    }

    private long usual(@Nullable CompiledModel target, String key) {
        return target == null ? 0 : learned.of(key, target.policyName());
    }

    /**
     * @param asked the most that the client wants; 0 or less: it does not say
     * @param usual what answers have had lately; 0: not known
     */
    static long output(long asked, @Nullable CompiledModel target, long usual) {
        long most = asked;
        long cap = target == null ? 0 : target.outputTokens();
        if (cap > 0 && (most <= 0 || cap < most)) {
            most = cap;
        }
        if (usual > 0) {
            return most > 0 ? Math.min(most, usual) : usual;
        }
        return most > 0 ? most : USUAL_OUTPUT;
    }

    static Amounts amounts(@Nullable CompiledModel target, Tokens tokens, long requests) {
        PriceTable price = target == null ? null : target.price();
        long cost = price == null ? 0 : price.costNanos(tokens);
        return new Amounts(requests, tokens.allInput(), tokens.allOutput(), cost, 0, price == null);
    }

    /** What an estimate says of the cost alone. */
    static long costNanos(Amounts estimate) {
        return estimate.unpriced() ? CostEstimate.UNPRICED : estimate.costNanos();
    }

    void answered(String key, CompiledModel target, Tokens tokens) {
        if (tokens.allOutput() > 0) {
            learned.answered(key, target.policyName(), tokens.allOutput());
        }
    }

    /** Of a virtual model by the dearest that may answer, since it is not known yet which does. */
    private Amounts estimate(Received received, String model, String key) {
        PolicySnapshot policy = received.arrival().policy();
        if (!(received.call() instanceof NativeCall) && policy.virtualModel(model) == null) {
            return estimate(received.call(), policy.model(model), key, 1);
        }
        return dearest(targets(received, model), target -> estimate(received.call(), target, key, 1));
    }

    /** Enough for any of the targets. */
    static Amounts dearest(List<CompiledModel> targets, Function<@Nullable CompiledModel, Amounts> estimate) {
        return targets.stream().map(estimate).reduce(Amounts::most).orElseGet(() -> estimate.apply(null));
    }

    /** All that may answer. */
    private static List<CompiledModel> targets(Received received, String model) {
        return received.call() instanceof NativeCall passed
                ? List.of(passed.target())
                : received.arrival().policy().modelsBehind(model);
    }

    private static LimitFacts facts(Received received, LimitRules rules) {
        Principal principal = received.principal();
        Arrival arrival = received.arrival();
        return new LimitFacts(
                principal.owner(),
                principal.keyName(),
                principal.team(),
                principal.metadata(arrival.options().metadata()),
                rules.byAddress() ? text(arrival.address()) : "");
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
