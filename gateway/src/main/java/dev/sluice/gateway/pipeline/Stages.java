package dev.sluice.gateway.pipeline;

import dev.sluice.contract.explain.ExplanationDraft;
import dev.sluice.gateway.auth.Principal;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.Call;
import dev.sluice.gateway.inference.NativeCall;
import dev.sluice.gateway.routing.RoutePlan;
import org.jspecify.annotations.Nullable;

/** What each stage of {@link InferencePipeline} hands on: a stage cannot run early, since it lacks its input. */
public final class Stages {
    private Stages() {}

    /**
     * We know who is calling. Its body has not been read yet.
     *
     * @param explained told of each decision; of nearly all requests nobody wants to know
     */
    public record Authenticated(
            Arrival arrival, Principal principal, @Nullable ExplanationDraft explained) {
        /** @throws GatewayException when an explanation is asked for by somebody who may not have one */
        static Authenticated of(Arrival arrival, Principal principal) {
            return new Authenticated(
                    arrival, principal, arrival.options().explain() ? Explaining.begin(arrival, principal) : null);
        }
    }

    /** The body is in, and is a call. {@code lastByteNanos}: when its last byte came. */
    public record Received(Authenticated authenticated, Call call, long lastByteNanos) {
        public Arrival arrival() {
            return authenticated.arrival();
        }

        public Principal principal() {
            return authenticated.principal();
        }

        public @Nullable ExplanationDraft explained() {
            return authenticated.explained();
        }

        /** The name that decides access and routing: the header's, else the body's. */
        public String modelAsked() {
            if (call instanceof NativeCall passed) {
                return passed.target().name(); // a header could name another one than is used
            }
            String named = arrival().options().model();
            return named != null ? named : call.fields().model();
        }
    }

    /**
     * The caller may use the name, and all limits let it pass.
     *
     * @param model that answers: the one asked for, or a budget's other one
     * @param limits what is held of them, until the end of the request
     */
    public record Admitted(Received received, String model, RequestLimits limits) {}

    /** What the guardrails have let through. */
    public record Screened(Admitted admitted) {}

    /** It is not answered from the cache. */
    public record Uncached(Screened screened) {}

    /** It is known who may serve it. */
    public record Planned(Uncached uncached, RoutePlan plan) {
        public Admitted admitted() {
            return uncached.screened().admitted();
        }

        public Received received() {
            return uncached.screened().admitted().received();
        }
    }
}
