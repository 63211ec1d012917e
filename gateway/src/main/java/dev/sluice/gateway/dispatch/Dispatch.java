package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledAccount.Credential;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.Failover;
import dev.sluice.contract.usage.Attempt;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.NativeCall;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
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

    private final RequestContext context;
    private final HealthCheck health;
    private final List<CompiledModel> targets;
    private final Failover failover;
    private final Promise<Dispatched> promise = Promise.promise();
    private final List<Attempt> log = new ArrayList<>(1);
    private Tokens tokens = Tokens.NONE;
    private @Nullable Long costNanos = 0L;
    private boolean estimated;
    private boolean clientGone;
    private int target;
    /** The credential of the last attempt. */
    private @Nullable Credential used;
    /** Whether another credential was tried at this target. */
    private boolean turned;

    private int triesAtTarget;
    private @Nullable UpstreamAttempt running;
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
        GatewayError limited = context.limits().before(model);
        if (limited != null) {
            ticket.trial().unused();
            limited(model, limited, kind);
            return;
        }
        triesAtTarget++;
        int n = context.nextAttempt();
        UpstreamAttempt next = new UpstreamAttempt(context, model, ticket.trial());
        running = next;
        next.start(ticket.credential()).onSuccess(end -> {
            ticket.trial().ended(end.error(), end.status());
            used = ticket.credential();
            ended(end, n, kind);
        });
    }

    /** A limit of this target alone: the next one may have none. The first refusal is told when none is left. */
    private void limited(CompiledModel model, GatewayError error, String kind) {
        GatewayError first = refusal == null ? error : refusal;
        refusal = first;
        if (target + 1 < targets.size()) {
            nextTarget(kind.equals("primary") ? kind : "fallback");
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

    private void ended(AttemptEnd end, int n, String kind) {
        context.limits().after(end.tokens());
        log.add(end.record(n, kind, context.deadline().admittedNanos()));
        tokens = tokens.plus(end.tokens());
        estimated |= end.estimated();
        Long sum = costNanos;
        costNanos = sum == null || end.costNanos() == null ? null : (Long) (sum + end.costNanos());
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
        if (!over && end.mayBeSentAgain() && triesAtTarget < MAX_TRIES_AT_ONCE && health.allowsAtOnce(end)) {
            attempt("retry");
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
            nextTarget("fallback");
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

    private long leftMillis() {
        long total = Objects.requireNonNull(
                        targets.getFirst().account().timeouts().total())
                .toMillis();
        return context.deadline().leftMillis(total, System.nanoTime());
    }

    private void retryAfter(long millis) {
        pause = vertx().setTimer(Math.max(1, millis), _ -> {
            pause = NO_TIMER;
            attempt("retry");
        });
    }

    private static Vertx vertx() {
        return Objects.requireNonNull(Vertx.currentContext(), "on an event loop")
                .owner();
    }

    private void complete(AttemptEnd end) {
        GatewayError error = end.error();
        promise.complete(new Dispatched(
                end.model(),
                log,
                tokens,
                costNanos,
                estimated,
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
        UpstreamAttempt current = running;
        if (pause != NO_TIMER) {
            vertx().cancelTimer(pause);
            pause = NO_TIMER;
            complete(Objects.requireNonNull(primary));
        } else if (current != null) {
            current.clientGone();
        }
    }
}
