package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledAccount.Credential;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.Failover;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.ShedReason;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.NativeCall;
import dev.sluice.gateway.overload.TargetSlots;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Carries out the plan of one request: tries targets until one answers, or none is left. On its event loop. */
public final class Dispatch {
    /** Without a pause, whatever the reason for another try is: one place for all of them, so that reasons cannot add up. */
    private static final int MAX_TRIES_AT_ONCE = 2;

    private static final long NO_TIMER = -1;
    static final String FALLBACK = "fallback";

    private final RequestContext context;
    private final HealthCheck health;
    private final List<CompiledModel> targets;
    private final Failover failover;
    private final Promise<Dispatched> promise = Promise.promise();
    private final AttemptLog log = new AttemptLog();
    private boolean clientGone;
    private int target;
    /** The credential of the last attempt. */
    private @Nullable Credential used;
    /** Whether another credential was tried at this target. */
    private boolean turned;

    private int triesAtTarget;
    /** Whether the next attempt follows one whose connection was found closed. */
    private boolean lostConnection;

    private @Nullable TargetAttempt running;
    /** Null: no attempt is made beside another. */
    private final @Nullable HedgeRace race;

    private @Nullable GatewayError refusal;
    /** The last try at the first target that was asked: what the client is told when all fail. */
    private @Nullable AttemptEnd primary;

    private int primaryTarget;
    private long pause = NO_TIMER;

    /**
     * @param forwardedHeaders of the client, on to the provider
     */
    public Dispatch(
            Upstreams upstreams,
            Call call,
            DispatchPlan plan,
            ReplySink sink,
            AttemptLimits limits,
            Map<CharSequence, String> forwardedHeaders,
            RequestDeadline deadline,
            long lastRequestByteNanos) {
        context = new RequestContext(
                upstreams, call, plan, sink, limits, forwardedHeaders, deadline, lastRequestByteNanos);
        health = new HealthCheck(upstreams.health(), !(call instanceof NativeCall));
        this.targets = plan.targets().size() == 1 ? plan.targets() : new ArrayList<>(plan.targets());
        this.failover = plan.failover();
        this.race = HedgeRace.of(this, context, targets);
    }

    /** Always succeeds: how it ended is in the value. */
    public Future<Dispatched> start() {
        attempt(target == 0 && triesAtTarget == 0 ? "primary" : "retry");
        return promise.future();
    }

    private void attempt(String kind) {
        attempt(kind, null);
    }

    /** @param other the credential to be used; null: any */
    private void attempt(String kind, @Nullable Credential other) {
        HealthCheck.Ticket ticket = health.begin(targets, target, other, triesAtTarget == 0);
        CompiledModel model = targets.get(target);
        TargetSlots.Slots slots = context.slots().take(model);
        if (slots == null) {
            ticket.trial().unused();
            full(model, kind);
            return;
        }
        AttemptHold hold = context.limits().before(model, null);
        GatewayError limited = hold.refusal();
        if (limited != null) {
            slots.giveBack();
            ticket.trial().unused();
            limited(model, limited, kind);
            return;
        }
        triesAtTarget++;
        TargetAttempt next = new TargetAttempt(this, context, model, ticket, hold, slots, kind, lostConnection);
        running = next;
        next.start();
    }

    /** The target has all that it may have of this gateway: as if it had said so itself, but it is not asked. */
    private void full(CompiledModel model, String kind) {
        AttemptEnd end = AttemptEnd.atOnce(
                model,
                GatewayError.Upstream.of(
                        UpstreamClass.OVERLOADED, model.account().name(), 0));
        log.add(end, context.nextAttempt(), kind, context.deadline().admittedNanos());
        GatewayError first = refusal == null ? new GatewayError.Shed(ShedReason.TARGET) : refusal;
        refusal = first;
        if (target + 1 < targets.size()
                && context.attempts() < Failover.MAX_ATTEMPTS
                && failover.fallsBack(UpstreamClass.OVERLOADED.wireName())) {
            nextTarget(FALLBACK);
        } else {
            complete(primary == null ? AttemptEnd.notMade(model, first) : primary);
        }
    }

    /** A limit of this target alone: the next one may have none. The first refusal is told when none is left. */
    private void limited(CompiledModel model, GatewayError error, String kind) {
        GatewayError first = refusal == null ? error : refusal;
        refusal = first;
        if (target + 1 < targets.size()) {
            nextTarget(kind.equals("primary") ? kind : FALLBACK);
        } else {
            complete(primary == null ? AttemptEnd.notMade(model, first) : primary);
        }
    }

    private void nextTarget(String kind) {
        target++;
        triesAtTarget = 0;
        turned = false;
        attempt(kind);
    }

    /** The request has been written to the provider. */
    void written(TargetAttempt asked) {
        if (race != null && asked.n() == 1) {
            race.watch(asked);
        }
    }

    /** The client's reply begins with the next call. */
    void answering(TargetAttempt first) {
        if (race != null) {
            race.answering(first);
        }
    }

    void ended(TargetAttempt done, AttemptEnd end) {
        done.record(log, end, context.deadline().admittedNanos());
        if (race != null && race.settles(done, end)) {
            return;
        }
        used = done.credential();
        GatewayError error = end.error();
        if (error == null || end.began()) {
            complete(end);
            return;
        }
        if (primary == null || primaryTarget == target) {
            primary = end;
            primaryTarget = target;
        }
        goOn(end, error);
    }

    /** After a failure of which the client has had nothing: here again, at the next target, or not at all. */
    private void goOn(AttemptEnd end, GatewayError error) {
        boolean over = clientGone
                || error instanceof GatewayError.Shed
                || context.attempts() >= Failover.MAX_ATTEMPTS
                || context.deadline().isOver(System.nanoTime());
        if (race != null && race.isOn() && race.isLeftToRival(!over && fallsBack(error))) {
            return;
        }
        if (!over && end.mayBeSentAgain() && triesAtTarget < MAX_TRIES_AT_ONCE && health.allowsAtOnce(end)) {
            lostConnection = end.status() == 0;
            attempt("retry");
            lostConnection = false;
            return;
        }
        Credential other = over || turned ? null : health.otherCredential(end, used);
        if (other != null) {
            turned = true;
            attempt("retry", other);
            return;
        }
        Long wait = over ? null : RetryPause.after(failover, error, triesAtTarget, leftMillis());
        if (wait != null && health.allowsRetry(end.model())) {
            retryAfter(wait);
        } else if (!over && target + 1 < targets.size() && fallsBack(error)) {
            nextTarget(FALLBACK);
        } else {
            complete(Objects.requireNonNull(primary));
        }
    }

    /**
     * What a target cannot be asked at all, another one may be. A provider that gives up before the request's own time is over
     * has failed by itself.
     */
    private boolean fallsBack(GatewayError error) {
        if (!(error instanceof GatewayError.Upstream upstream) || failover.fallsBack(error.errorClass())) {
            return true;
        }
        return upstream.kind() == UpstreamClass.TIMEOUT_TOTAL
                && leftMillis() > 0
                && failover.fallsBack(UpstreamClass.SERVER_ERROR.wireName());
    }

    /** Which one may be asked beside the attempt that runs; null: none. */
    @Nullable
    CompiledModel besides() {
        return clientGone || target + 1 >= targets.size() || context.attempts() >= Failover.MAX_ATTEMPTS
                ? null
                : targets.get(target + 1);
    }

    HealthCheck health() {
        return health;
    }

    /** The attempt that is at its turn; null: none has begun. */
    @Nullable
    TargetAttempt running() {
        return running;
    }

    /** The one that was made beside it, at the next target, has come to its turn. */
    void takesOver(TargetAttempt second) {
        running = second;
        target++;
        triesAtTarget = 1;
        turned = false;
    }

    /** It was asked beside this one, and has failed. */
    void leaveOutNext() {
        targets.remove(target + 1);
    }

    private long leftMillis() {
        long total = Objects.requireNonNull(
                        targets.getFirst().account().timeouts().total())
                .toMillis();
        return context.deadline().leftMillis(total, System.nanoTime());
    }

    private void retryAfter(long millis) {
        pause = context.vertx().setTimer(Math.max(1, millis), _ -> {
            pause = NO_TIMER;
            attempt("retry");
        });
    }

    private void complete(AttemptEnd end) {
        GatewayError error = end.error();
        if (race != null) {
            race.over(log.costNanos());
        }
        promise.complete(new Dispatched(
                end.model(),
                log.attempts(),
                log.tokens(),
                log.costNanos(),
                log.isEstimated(),
                error,
                end.began(),
                clientGone
                        || (error instanceof GatewayError.Upstream upstream
                                && upstream.kind() == UpstreamClass.CANCELLED),
                end.status(),
                context.firstContentNanos(),
                context.overheadMicros()));
    }

    /** To be called when the client's connection closes before the reply's end. */
    public void clientGone() {
        clientGone = true;
        TargetAttempt current = running;
        if (race != null) {
            race.clientGone();
        }
        if (pause != NO_TIMER) {
            context.vertx().cancelTimer(pause);
            pause = NO_TIMER;
            complete(Objects.requireNonNull(primary));
        } else if (current != null) {
            current.clientGone();
        }
    }
}
