package dev.sluice.gateway.pipeline;

import dev.sluice.contract.bus.SimulationAnswer;
import dev.sluice.contract.bus.SimulationRequest;
import dev.sluice.contract.explain.Explanation;
import dev.sluice.contract.explain.ExplanationDraft;
import dev.sluice.contract.limit.Admission.Reason;
import dev.sluice.contract.limit.Amounts;
import dev.sluice.contract.limit.Limiter;
import dev.sluice.contract.limit.Look;
import dev.sluice.contract.policy.CompiledKey;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.Owner;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.RequestShape;
import dev.sluice.contract.policy.Subject;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.auth.KeyHolder;
import dev.sluice.gateway.auth.Principal;
import dev.sluice.gateway.auth.SignedInUser;
import dev.sluice.gateway.error.GatewayError.LimitReached;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.observed.TargetStats;
import dev.sluice.gateway.routing.RouteFacts;
import dev.sluice.gateway.routing.RoutePlan;
import dev.sluice.gateway.routing.RoutePlanner;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What would become of a request, by the policy and the counters of this moment: nothing is reserved, counted or sent. It looks
 * at keys one by one, so it does not belong on an event loop. Thread-safe.
 */
public final class Simulation {
    private static final String NOT_ALLOWED = "not_allowed";

    private final Limits limits;
    private final InstantSource clock;
    private final RoutePlanner planner;

    public Simulation(Limiter limiter, InstantSource clock, TargetStats stats, TargetHealth health) {
        this.limits = new Limits(limiter);
        this.clock = clock;
        this.planner = new RoutePlanner(() -> ThreadLocalRandom.current().nextDouble(), stats, health);
    }

    public SimulationAnswer run(PolicySnapshot policy, SimulationRequest request) {
        CompiledKey key = request.key() == null ? null : policy.keyNamed(request.key());
        if (request.key() != null && key == null) {
            return SimulationAnswer.unknown(
                    "key", "names '" + request.key() + "', which the gateways do not know: it may be revoked");
        }
        Subject subject = subject(request, key);
        Owner owner = policy.owner(subject);
        if (owner == null) {
            String field = subject.type() == Subject.Type.USER ? "user" : "serviceAccount";
            return SimulationAnswer.unknown(
                    key == null ? field : "key",
                    key == null
                            ? "names '" + subject.name() + "', which the gateways do not know"
                            : "belongs to " + subject + ", which the gateways do not know");
        }
        if (!policy.hasModel(request.model())) {
            return SimulationAnswer.unknown(
                    "model", "names '" + request.model() + "', which the gateways do not know: see /api/v1/models");
        }
        return SimulationAnswer.of(
                new Run(policy, request, key == null ? new SignedInUser(owner) : new KeyHolder(owner, key)).explain());
    }

    private static Subject subject(SimulationRequest request, @Nullable CompiledKey key) {
        if (key != null) {
            return key.owner();
        }
        return request.user() != null
                ? new Subject(Subject.Type.USER, request.user())
                : new Subject(Subject.Type.SERVICE_ACCOUNT, String.valueOf(request.serviceAccount()));
    }

    /** One request. */
    private final class Run {
        private final PolicySnapshot policy;
        private final SimulationRequest request;
        private final Principal principal;
        private final LimitFacts facts;
        private final ExplanationDraft draft;
        private Set<LimitRule> excused = Set.of();

        Run(PolicySnapshot policy, SimulationRequest request, Principal principal) {
            this.policy = policy;
            this.request = request;
            this.principal = principal;
            facts = new LimitFacts(
                    principal.owner(),
                    principal.keyName(),
                    principal.team(),
                    principal.metadata(request.metadata()),
                    request.address());
            draft = Explaining.begin(policy, principal);
        }

        Explanation explain() {
            Explaining.model(draft, policy, principal, request.model());
            String refused = credential();
            if (refused == null && !principal.mayUse(policy, request.model())) {
                refused = NOT_ALLOWED;
            }
            if (refused == null) {
                refused = admission();
            }
            draft.outcome(refused == null ? Explanation.ADMITTED : refused);
            return draft.build();
        }

        private @Nullable String credential() {
            CompiledKey key = principal instanceof KeyHolder holder ? holder.key() : null;
            if (principal.owner().disabled() || (key != null && key.notAfterMillis() <= clock.millis())) {
                return "unauthenticated";
            }
            return key != null && !request.address().isEmpty() && !key.admits(bytes(request.address()))
                    ? NOT_ALLOWED
                    : null;
        }

        /** As {@link Limits#admit} goes from model to model. */
        private @Nullable String admission() {
            String model = request.model();
            while (true) {
                List<CompiledModel> targets = policy.modelsBehind(model);
                List<Look> looks = limits.look(policy.limits(), facts, model, Limits.dearest(targets, this::estimate));
                draft.admission(looks, excused);
                LimitRule refusing = refusing(looks);
                if (refusing == null) {
                    return atTargets(model);
                }
                String other = policy.detour(refusing, excused.size());
                if (other == null) {
                    Explaining.notReached(draft, targets);
                    return LimitReached.classOf(refusing);
                }
                excused = new HashSet<>(excused);
                excused.add(refusing);
                model = other;
            }
        }

        /** In the order of one plan; another request's draws may put them in another one. */
        private @Nullable String atTargets(String model) {
            RoutePlan plan;
            try {
                plan = planner.plan(policy, model, principal.residency(policy), this::routeFacts);
            } catch (GatewayException e) {
                return e.error().errorClass();
            }
            Explaining.plan(draft, plan);
            String skipped = null;
            boolean chosen = false;
            for (CompiledModel target : plan.targets()) {
                if (chosen) {
                    break;
                }
                String refused = atTarget(model, target);
                chosen = refused == null;
                skipped = skipped == null ? refused : skipped;
            }
            return chosen ? null : skipped;
        }

        private RouteFacts routeFacts() {
            return new RouteFacts(
                    facts,
                    request.headers()::get,
                    clock.millis(),
                    RequestShape.of(timeoutMillis(), request.stream(), request.maxOutputTokens(), false),
                    () -> "",
                    target -> Limits.costNanos(estimate(target)));
        }

        /** What is no number is refused when a request has it; here it says nothing. */
        private long timeoutMillis() {
            String header = request.headers().get("x-sluice-timeout-ms");
            return header != null && header.matches("[1-9][0-9]{0,7}") ? Long.parseLong(header) : 0;
        }

        private @Nullable String atTarget(String model, CompiledModel target) {
            List<Look> looks = limits.lookAtTarget(policy.limits(), facts, model, target, estimate(target));
            LimitRule refusing = refusing(looks);
            String skipped = refusing == null ? null : LimitReached.classOf(refusing);
            draft.target(target, looks, skipped);
            return skipped;
        }

        /** Of what this gateway has no part of yet, it would get one. */
        private @Nullable LimitRule refusing(List<Look> looks) {
            return looks.stream()
                    .filter(look -> look.refused() != null && look.refused() != Reason.SHARE)
                    .map(Look::rule)
                    .filter(rule -> !rule.isAudit() && !excused.contains(rule))
                    .findFirst()
                    .orElse(null);
        }

        private Amounts estimate(@Nullable CompiledModel target) {
            long output = Limits.output(request.maxOutputTokens(), target, 0);
            return Limits.amounts(target, Tokens.of(request.inputTokens(), output), 1);
        }
    }

    /** Only of addresses written in numbers: nothing is looked up. */
    private static byte[] bytes(String address) {
        try {
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException e) {
            return new byte[4];
        }
    }
}
