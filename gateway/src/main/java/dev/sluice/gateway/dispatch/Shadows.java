package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.EmbeddingsCall;
import io.vertx.core.Future;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Requests that go to a Model beside those who answer them, for the sake of the figures alone. Nobody waits for one: it is tried
 * once, ends by the timeouts of its account, and is left out before it takes anything away from requests. One per event loop.
 */
public final class Shadows {
    private static final Logger LOG = Logger.getLogger(Shadows.class);
    private static final String KIND = "shadow";

    /** In flight at once. */
    static final int MOST = 64;
    /** Of request bodies, which stay in memory after their requests have given them back. */
    static final long MOST_BYTES = 16 << 20;

    private static final AttemptEvents NOBODY = new AttemptEvents() {
        @Override
        public void written() {}

        @Override
        public void answering() {}
    };

    private final Upstreams upstreams;
    private final BooleanSupplier busy;
    private int inFlight;
    private long bytes;

    /** @param busy whether the gateway wants no further work now */
    public Shadows(Upstreams upstreams, BooleanSupplier busy) {
        this.upstreams = upstreams;
        this.busy = busy;
    }

    /** @return how it ends, which always succeeds; null: there is none */
    public @Nullable Future<Shadowed> begin(ShadowCall shadow, AttemptLimits limits) {
        if (!isWanted(shadow.call()) || busy.getAsBoolean()) {
            return null;
        }
        CompiledModel model = shadow.model();
        HealthCheck.Ticket ticket = new HealthCheck(upstreams.health(), !shadow.sharesAccount()).beside(model);
        if (ticket == null) {
            return null;
        }
        AttemptHold hold = limits.shadow(model);
        if (hold.refusal() != null) {
            ticket.trial().unused();
            return null;
        }
        UpstreamAttempt attempt = attempt(shadow, limits, ticket, hold);
        if (attempt == null) {
            hold.after(Tokens.NONE);
            ticket.trial().unused();
            return null;
        }
        return start(shadow, attempt, ticket, hold);
    }

    /** Of a count of tokens there is nothing to compare, and what accounts pass through is for one account. */
    private boolean isWanted(Call call) {
        return (call instanceof ChatCall || call instanceof EmbeddingsCall)
                && inFlight < MOST
                && bytes + call.body().length <= MOST_BYTES;
    }

    /** Null: the Model's provider has no such call. */
    private @Nullable UpstreamAttempt attempt(
            ShadowCall shadow, AttemptLimits limits, HealthCheck.Ticket ticket, AttemptHold hold) {
        RequestContext context = new RequestContext(
                upstreams,
                shadow.call(),
                DispatchPlan.of(shadow.model()),
                UnheardReply.INSTANCE,
                limits,
                shadow.forwardedHeaders(),
                new RequestDeadline(shadow.admittedNanos(), 0),
                shadow.lastRequestByteNanos());
        try {
            return new UpstreamAttempt(context, shadow.model(), ticket.trial(), hold, NOBODY, false);
        } catch (GatewayException e) {
            return null;
        } catch (RuntimeException e) {
            // Without the message, which may quote the request; whatever it is, the request itself goes on.
            LOG.errorf(
                    "a shadow of a request for %s cannot be made (%s)",
                    shadow.model().name(), e.getClass().getSimpleName());
            return null;
        }
    }

    private Future<Shadowed> start(
            ShadowCall shadow, UpstreamAttempt attempt, HealthCheck.Ticket ticket, AttemptHold hold) {
        int size = shadow.call().body().length;
        inFlight++;
        bytes += size;
        return attempt.start(ticket.credential()).map(end -> {
            inFlight--;
            bytes -= size;
            ticket.trial().ended(end.error(), end.status());
            hold.after(end.tokens());
            return new Shadowed(shadow.model(), end.record(0, KIND, shadow.admittedNanos()), end.estimated());
        });
    }
}
