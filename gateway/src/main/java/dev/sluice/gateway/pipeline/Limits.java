package dev.sluice.gateway.pipeline;

import dev.sluice.contract.limit.Admission;
import dev.sluice.contract.limit.Amounts;
import dev.sluice.contract.limit.Limiter;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.LimitRules;
import dev.sluice.contract.policy.MatchedRules;
import dev.sluice.contract.policy.PriceTable;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.auth.Principal;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.NativeCall;
import dev.sluice.gateway.pipeline.Stages.Received;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts requests to the limits and budgets of policy, with an estimate of what they will take. One per event loop. */
final class Limits {
    /** Held for the answer of a model of which nothing is known. */
    private static final long USUAL_OUTPUT = 1_024;

    private static final int BYTES_PER_TOKEN = 4;
    /** Budgets that send a request on to another model, one after the other. */
    private static final int MAX_DETOURS = 4;

    private final Limiter limiter;
    private final LearnedOutput learned = new LearnedOutput();

    Limits(Limiter limiter) {
        this.limiter = limiter;
    }

    /** @throws GatewayException with a {@link GatewayError.LimitReached} */
    Stages.Admitted admit(Received received) {
        LimitRules rules = received.arrival().policy().limits();
        String model = received.modelAsked();
        if (rules.size() == 0) {
            return new Stages.Admitted(received, model, RequestLimits.NONE);
        }
        LimitFacts facts = facts(received, rules);
        Set<LimitRule> excused = Set.of();
        while (true) {
            CompiledModel target = target(received, model);
            Amounts estimate = estimate(received.call(), target, facts.key(), 1);
            switch (limiter.admit(rules.atAdmission(facts, model), facts, model, "", estimate, excused)) {
                case Admission.Admitted(var reservation) -> {
                    return new Stages.Admitted(
                            received,
                            model,
                            new RequestLimits(this, rules, facts, model, received.call(), reservation));
                }
                case Admission.Refused(var standing, var reason) -> {
                    String other = standing.rule().budget().onExceeded().model();
                    if (other == null
                            || excused.size() == MAX_DETOURS
                            || received.call() instanceof NativeCall
                            || received.arrival().policy().model(other) == null) {
                        throw new GatewayException(new GatewayError.LimitReached(standing, reason));
                    }
                    excused = new HashSet<>(excused);
                    excused.add(standing.rule());
                    model = other;
                }
            }
        }
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
        long output = call.generates() ? output(call, target, key) : 0;
        return amounts(target, Tokens.of(input, output), requests);
    }

    private long output(Call call, @Nullable CompiledModel target, String key) {
        long most = call.fields().maxOutput();
        long cap = target == null ? 0 : target.outputTokens();
        if (cap > 0 && (most <= 0 || cap < most)) {
            most = cap;
        }
        long usual = target == null ? 0 : learned.of(key, target.policyName());
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

    void answered(String key, CompiledModel target, Tokens tokens) {
        if (tokens.allOutput() > 0) {
            learned.answered(key, target.policyName(), tokens.allOutput());
        }
    }

    private static @Nullable CompiledModel target(Received received, String model) {
        return received.call() instanceof NativeCall call
                ? call.target()
                : received.arrival().policy().model(model);
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
