package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.health.TargetHealth;
import dev.sluice.gateway.hedge.HedgeBudgets;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.overload.TargetSlots;
import dev.sluice.gateway.quota.ProviderLimits;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all attempts of one request share. On its event loop. */
final class RequestContext {
    private final Upstreams upstreams;
    private final Call call;
    private final DispatchPlan plan;
    private final RequestImages images;
    private final ReplySink sink;
    private final AttemptLimits limits;
    private final Map<CharSequence, String> forwardedHeaders;
    private final RequestDeadline deadline;
    private final long lastRequestByteNanos;
    private int attempts;
    private long firstWriteNanos;
    private long firstContentNanos;
    private long overheadMicros;

    RequestContext(
            Upstreams upstreams,
            Call call,
            DispatchPlan plan,
            ReplySink sink,
            AttemptLimits limits,
            Map<CharSequence, String> forwardedHeaders,
            RequestDeadline deadline,
            long lastRequestByteNanos) {
        this.plan = plan;
        this.deadline = deadline;
        this.limits = limits;
        this.upstreams = upstreams;
        this.call = call;
        this.images = new RequestImages(upstreams.clients().images(), call.body());
        this.sink = sink;
        this.forwardedHeaders = forwardedHeaders;
        this.lastRequestByteNanos = lastRequestByteNanos;
    }

    Vertx vertx() {
        return upstreams.clients().vertx();
    }

    UpstreamClients clients() {
        return upstreams.clients();
    }

    Deadlines deadlines() {
        return upstreams.deadlines();
    }

    RefusedParameters refused() {
        return upstreams.refused();
    }

    AttemptWatch watch() {
        return upstreams.watch();
    }

    TargetHealth health() {
        return upstreams.health();
    }

    Lateness lateness() {
        return upstreams.lateness();
    }

    HedgeBudgets hedges() {
        return upstreams.hedges();
    }

    TargetSlots slots() {
        return upstreams.slots();
    }

    Call call() {
        return call;
    }

    DispatchPlan plan() {
        return plan;
    }

    RequestImages images() {
        return images;
    }

    AttemptLimits limits() {
        return limits;
    }

    RequestDeadline deadline() {
        return deadline;
    }

    ReplySink sink() {
        return sink;
    }

    /** Headers of the client that go on to the provider: trace context, betas. */
    Map<CharSequence, String> forwardedHeaders() {
        return forwardedHeaders;
    }

    int attempts() {
        return attempts;
    }

    int nextAttempt() {
        return ++attempts;
    }

    /** A request is on its way to a provider. */
    void written(long nanos) {
        if (firstWriteNanos == 0) {
            firstWriteNanos = nanos;
        }
    }

    void contentSent() {
        firstContentNanos = System.nanoTime();
    }

    long firstContentNanos() {
        return firstContentNanos;
    }

    long overheadMicros() {
        return overheadMicros;
    }

    ReplyHead head(
            int status,
            String contentType,
            CompiledModel model,
            @Nullable Long costNanos,
            ProviderLimits limits,
            List<String> dropped,
            long firstByteNanos) {
        // What attempts before this one, or beside it, have waited for providers is no time of the gateway's.
        long before = firstWriteNanos - lastRequestByteNanos;
        overheadMicros = (before + System.nanoTime() - firstByteNanos) / 1000;
        return new ReplyHead(status, contentType, model, costNanos, attempts, overheadMicros, limits, dropped);
    }
}
