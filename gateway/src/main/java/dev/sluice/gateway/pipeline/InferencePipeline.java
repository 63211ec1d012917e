package dev.sluice.gateway.pipeline;

import dev.sluice.contract.limit.Limiter;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.LimitFacts;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.RequestShape;
import dev.sluice.contract.policy.Residency;
import dev.sluice.contract.policy.Shadowing;
import dev.sluice.gateway.auth.Authenticator;
import dev.sluice.gateway.auth.Principal;
import dev.sluice.gateway.dispatch.Dispatch;
import dev.sluice.gateway.dispatch.DispatchPlan;
import dev.sluice.gateway.dispatch.Dispatched;
import dev.sluice.gateway.dispatch.RequestDeadline;
import dev.sluice.gateway.dispatch.ShadowCall;
import dev.sluice.gateway.dispatch.Shadowed;
import dev.sluice.gateway.dispatch.Shadows;
import dev.sluice.gateway.dispatch.Upstreams;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.error.ShedReason;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.ConversationStart;
import dev.sluice.gateway.inference.FieldMarks;
import dev.sluice.gateway.inference.NativeCall;
import dev.sluice.gateway.inference.RequestFields;
import dev.sluice.gateway.observed.TargetStats;
import dev.sluice.gateway.pipeline.Stages.Admitted;
import dev.sluice.gateway.pipeline.Stages.Authenticated;
import dev.sluice.gateway.pipeline.Stages.Planned;
import dev.sluice.gateway.pipeline.Stages.Received;
import dev.sluice.gateway.pipeline.Stages.Screened;
import dev.sluice.gateway.pipeline.Stages.Uncached;
import dev.sluice.gateway.routing.RouteFacts;
import dev.sluice.gateway.routing.RoutePlan;
import dev.sluice.gateway.routing.RoutePlanner;
import dev.sluice.gateway.routing.ShadowChoice;
import dev.sluice.gateway.usage.UsageRecorder;
import dev.sluice.gateway.usage.UsageWriter;
import io.vertx.core.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The life of a request. {@link #authenticate} comes first, from the headers alone, so that nobody unknown makes us read a
 * body; then read {@link #serve} downwards: that is the order of events. One per event loop.
 */
public final class InferencePipeline {
    private static final String NO_MODEL = "other";

    private final Authenticator authenticator;
    private final Upstreams upstreams;
    private final UsageWriter usage;
    private final PipelineListener listener;
    private final Limits limits;
    private final Runnable leasesWanted;
    private final Load load;
    private final RoutePlanner planner;
    private final Shadows shadows;
    private final ShadowChoice shadowChoice;

    public InferencePipeline(
            Authenticator authenticator,
            Upstreams upstreams,
            UsageRecorder recorder,
            PipelineListener listener,
            Limiter limiter,
            Runnable leasesWanted,
            Load load,
            TargetStats stats,
            Shadows shadows) {
        this.authenticator = authenticator;
        this.upstreams = upstreams;
        this.usage = recorder.writer();
        this.listener = listener.perLoop();
        this.limits = new Limits(limiter);
        this.leasesWanted = leasesWanted;
        this.load = load;
        this.planner = new RoutePlanner(() -> ThreadLocalRandom.current().nextDouble(), stats, upstreams.health());
        this.shadows = shadows;
        this.shadowChoice = new ShadowChoice(() -> ThreadLocalRandom.current().nextDouble());
    }

    /** @throws GatewayException when nobody is known by the credential */
    public Authenticated authenticate(Arrival arrival, @Nullable String credential) {
        try {
            Principal principal = authenticator.authenticate(arrival.policy(), credential, arrival.address());
            return Authenticated.of(arrival, principal);
        } catch (GatewayException e) {
            listener.turnedAway(e.error());
            throw e;
        }
    }

    /** Answers the call and keeps its record, however it ends. */
    public void serve(Received received, Responder responder) {
        serve(received, responder, 0);
    }

    private void serve(Received received, Responder responder, int waits) {
        RequestLimits held = RequestLimits.NONE;
        try {
            Admitted admitted = admit(received);
            held = admitted.limits();
            responder.standing(held.headers());
            Screened screened = guardInput(admitted);
            Uncached uncached = lookUp(screened);
            Planned planned = plan(uncached);
            dispatch(planned, responder);
        } catch (GatewayException e) {
            held.close();
            if (LeaseWait.isWorthIt(e.error(), waits) && !responder.isGone()) {
                leasesWanted.run();
                LeaseWait.then(() -> serve(received, responder, waits + 1));
                return;
            }
            refuse(received, e.error());
            responder.fail(e.error());
        }
    }

    /** May this name be used? Unknown: 404; known, not allowed: 403; more than a limit or a budget allows: 429. */
    private Admitted admit(Received received) {
        String name = received.modelAsked();
        if (received.explained() != null) {
            Explaining.model(received.explained(), received.arrival().policy(), received.principal(), name);
        }
        if (!(received.call() instanceof NativeCall)
                && !received.arrival().policy().hasModel(name)) {
            throw new GatewayException(new GatewayError.UnknownModel(name));
        }
        if (!received.principal().mayUse(received.arrival().policy(), name)) {
            throw new GatewayException(new GatewayError.ModelNotAllowed(name));
        }
        return limits.admit(received);
    }

    /** Detectors over the prompt. Policy has no kind of guardrail yet, so all prompts pass. */
    private static Screened guardInput(Admitted admitted) {
        return new Screened(admitted);
    }

    /** The response cache. Policy has no kind of cache yet, so every request goes on. */
    private static Uncached lookUp(Screened screened) {
        return new Uncached(screened);
    }

    private Planned plan(Uncached uncached) {
        Received received = uncached.screened().admitted().received();
        PolicySnapshot policy = received.arrival().policy();
        Residency residency = received.principal().residency(policy);
        if (received.call() instanceof NativeCall call) {
            return new Planned(uncached, RoutePlanner.plan(policy, call.target(), residency));
        }
        RoutePlan plan =
                planner.plan(policy, uncached.screened().admitted().model(), residency, () -> routeFacts(received));
        if (received.explained() != null) {
            Explaining.plan(received.explained(), plan);
        }
        return new Planned(uncached, plan);
    }

    private RouteFacts routeFacts(Received received) {
        Principal principal = received.principal();
        Arrival arrival = received.arrival();
        LimitFacts caller = new LimitFacts(
                principal.owner(),
                principal.keyName(),
                principal.team(),
                principal.metadata(arrival.options().metadata()),
                "");
        Call call = received.call();
        RequestFields fields = call.fields();
        return new RouteFacts(
                caller,
                arrival.headers(),
                arrival.timeMillis(),
                RequestShape.of(
                        arrival.options().timeoutMillis(),
                        fields.stream(),
                        fields.maxOutput(),
                        fields.has(FieldMarks.TOOLS)),
                () -> ConversationStart.of(call.body()),
                target -> Limits.costNanos(limits.estimate(call, target, principal.keyName(), 1)));
    }

    /** Attempts, which settle what they took, and relay; then record, on every path. */
    private void dispatch(Planned planned, Responder responder) {
        Received received = planned.received();
        Arrival arrival = received.arrival();
        Call call = received.call();
        CompiledModel first = planned.plan().targets().getFirst();
        UsageWriter.Flight flight = usage.start(Records.marker(received, first, usage));
        RequestLimits held = planned.admitted().limits();
        load.started(call.fields().stream());
        Dispatch dispatch = new Dispatch(
                upstreams,
                call,
                new DispatchPlan(
                        planned.plan().targets(),
                        planned.plan().failover(),
                        planned.plan().overrides(),
                        planned.plan().hedging()),
                responder,
                held,
                arrival.forwardedHeaders(),
                new RequestDeadline(arrival.arrivedNanos(), arrival.options().timeoutMillis()),
                received.lastByteNanos());
        responder.onGone(dispatch::clientGone);
        Future<Dispatched> dispatched = dispatch.start();
        Future<Shadowed> shadow =
                dispatched.isComplete() ? null : shadow(planned); // refused before anybody was asked: none
        dispatched.onSuccess(result -> {
            load.ended(call.fields().stream());
            held.close();
            settle(received, flight, result, held, shadow);
            if (result.error() instanceof GatewayError.Shed(var reason) && reason == ShedReason.TARGET) {
                load.countShed();
            }
            if (result.error() != null && !result.replied()) {
                responder.fail(result.error());
            }
        });
    }

    /** Nobody waits for it: neither the client nor the attempts. Only the record does. */
    private @Nullable Future<Shadowed> shadow(Planned planned) {
        Shadowing wanted = planned.plan().shadowing();
        if (wanted == null) {
            return null;
        }
        Received received = planned.received();
        Arrival arrival = received.arrival();
        PolicySnapshot policy = arrival.policy();
        CompiledModel model =
                shadowChoice.of(policy, wanted, received.principal().residency(policy));
        if (model == null) {
            return null;
        }
        ShadowCall call = new ShadowCall(
                received.call(),
                model,
                planned.plan().targets(),
                arrival.forwardedHeaders(),
                arrival.arrivedNanos(),
                received.lastByteNanos());
        Future<Shadowed> shadow = shadows.begin(call, planned.admitted().limits());
        if (shadow != null) {
            load.shadowStarted();
            shadow.onSuccess(end -> {
                load.shadowEnded();
                listener.shadowed(end.attempt(), end.model().policyName());
            });
        }
        return shadow;
    }

    /** The attempts are priced by now; their sum is the request's cost. */
    private void settle(
            Received received,
            UsageWriter.Flight flight,
            Dispatched result,
            RequestLimits held,
            @Nullable Future<Shadowed> shadow) {
        var record = Records.served(received, flight.marker(), result, held.decisions());
        if (shadow == null) {
            usage.finish(flight, record);
        } else {
            UsageWriter.Flight last = shadow.isComplete() ? flight : usage.answered(flight, record);
            shadow.onSuccess(end -> usage.finish(last, record.withShadow(end.attempt(), end.estimated())));
        }
        listener.finished(record, result.model().policyName());
    }

    private void refuse(Received received, GatewayError error) {
        var record = Records.refused(received, usage, error);
        usage.record(record);
        listener.finished(record, policyName(received));
    }

    /** Of what was asked for: there are only as many as policy has. */
    private static String policyName(Received received) {
        PolicySnapshot policy = received.arrival().policy();
        if (policy.virtualModel(received.modelAsked()) != null) {
            return received.modelAsked();
        }
        CompiledModel model = policy.model(received.modelAsked());
        return model == null ? NO_MODEL : model.policyName();
    }

    /** Keeps the record of a request whose body could not be taken. */
    public void refuseBody(Authenticated authenticated, GatewayError error) {
        var record = Records.refused(authenticated, usage, error);
        usage.record(record);
        listener.finished(record, NO_MODEL);
    }
}
