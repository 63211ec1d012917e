package dev.sluice.gateway.pipeline;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.usage.Outcome;
import dev.sluice.contract.usage.RuleDecision;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.contract.usage.UsageRecord;
import dev.sluice.gateway.auth.Principal;
import dev.sluice.gateway.dispatch.Dispatched;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.pipeline.Stages.Authenticated;
import dev.sluice.gateway.pipeline.Stages.Received;
import dev.sluice.gateway.usage.UsageWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Usage records of requests at their various ends. */
final class Records {
    private static final int RECOVERED = 1;
    private static final int WRITTEN = 2;
    private static final int STATUS_CLIENT_GONE = 499;
    private static final int BYTES_PER_TOKEN = 4;

    private Records() {}

    /** What the record is if this process dies before the end. Its input is estimated by its size, which costs nothing. */
    static UsageRecord marker(Received received, CompiledModel target, UsageWriter usage) {
        long input = received.call().body().length / BYTES_PER_TOKEN;
        Tokens tokens = Tokens.of(input, 0);
        return new Draft(received.authenticated(), usage, RECOVERED)
                .asked(received)
                .target(target)
                .build(
                        0,
                        Outcome.ABORTED,
                        "",
                        tokens,
                        target.price() == null ? null : (Long) target.price().costNanos(tokens),
                        true,
                        null,
                        0,
                        List.of());
    }

    /** The record that takes the marker's place. */
    static UsageRecord served(Received received, UsageRecord marker, Dispatched result, List<RuleDecision> decisions) {
        GatewayError error = result.error();
        Outcome outcome = outcome(result);
        int status = outcome == Outcome.CANCELLED
                ? STATUS_CLIENT_GONE
                : error != null && !result.replied() ? StatusOf.error(error) : result.status();
        Long firstToken = result.firstContentNanos() == 0
                ? null
                : (Long) ((result.firstContentNanos() - received.arrival().arrivedNanos()) / 1000);
        return new Draft(received.authenticated(), marker, WRITTEN)
                .asked(received)
                .target(result.model())
                .rules(RuleDecisions.with(error, decisions))
                .build(
                        status,
                        outcome,
                        error == null ? "" : error.errorClass(),
                        result.tokens(),
                        result.costNanos(),
                        result.estimated(),
                        firstToken,
                        result.overheadMicros(),
                        result.attempts());
    }

    private static Outcome outcome(Dispatched result) {
        if (result.cancelled()) {
            return Outcome.CANCELLED;
        }
        return switch (result.error()) {
            case null -> Outcome.OK;
            case GatewayError.Upstream _ -> Outcome.FAILED;
            case GatewayError.LimitReached _ -> Outcome.LIMITED;
            default -> Outcome.REFUSED; // it cannot be said in the provider's dialect
        };
    }

    static UsageRecord refused(Received received, UsageWriter usage, GatewayError error) {
        return refused(new Draft(received.authenticated(), usage, WRITTEN).asked(received), error);
    }

    static UsageRecord refused(Authenticated authenticated, UsageWriter usage, GatewayError error) {
        return refused(new Draft(authenticated, usage, WRITTEN), error);
    }

    private static UsageRecord refused(Draft draft, GatewayError error) {
        Outcome outcome = error instanceof GatewayError.LimitReached ? Outcome.LIMITED : Outcome.REFUSED;
        return draft.rules(RuleDecisions.with(error, List.of()))
                .build(StatusOf.error(error), outcome, error.errorClass(), Tokens.NONE, 0L, false, null, 0, List.of());
    }

    /** A record in the making: what is known of the request, then how it ended. */
    private static final class Draft {
        private final Arrival arrival;
        private final Principal principal;
        private final String instance;
        private final long seq;
        private final int version;
        private final Map<String, String> metadata;
        private String modelAsked = "";
        private boolean stream;
        private @Nullable CompiledModel target;
        private List<RuleDecision> rules = List.of();

        /** Of a request that gets its number now. */
        Draft(Authenticated authenticated, UsageWriter usage, int version) {
            arrival = authenticated.arrival();
            principal = authenticated.principal();
            instance = usage.instance();
            seq = usage.nextSeq();
            this.version = version;
            metadata = principal.metadata(arrival.options().metadata());
        }

        /** Of a request that was marked. */
        Draft(Authenticated authenticated, UsageRecord marker, int version) {
            arrival = authenticated.arrival();
            principal = authenticated.principal();
            instance = marker.instance();
            seq = marker.seq();
            this.version = version;
            metadata = marker.metadata();
        }

        Draft asked(Received received) {
            modelAsked = received.modelAsked();
            stream = received.call().fields().stream();
            return this;
        }

        Draft target(CompiledModel model) {
            target = model;
            return this;
        }

        Draft rules(List<RuleDecision> decisions) {
            rules = decisions;
            return this;
        }

        UsageRecord build(
                int status,
                Outcome outcome,
                String errorClass,
                Tokens tokens,
                @Nullable Long costNanos,
                boolean estimated,
                @Nullable Long firstTokenMicros,
                long overheadMicros,
                List<dev.sluice.contract.usage.Attempt> attempts) {
            CompiledModel model = target;
            return new UsageRecord(
                    instance,
                    seq,
                    version,
                    arrival.requestId(),
                    arrival.options().clientRequestId(),
                    arrival.timeMillis(),
                    arrival.endpoint(),
                    modelAsked,
                    model == null ? "" : model.name(),
                    model == null ? "" : model.account().provider(),
                    model == null ? "" : model.account().name(),
                    principal.team(),
                    principal.user(),
                    principal.serviceAccount(),
                    principal.keyName(),
                    stream,
                    status,
                    outcome,
                    errorClass,
                    tokens,
                    costNanos,
                    estimated,
                    (System.nanoTime() - arrival.arrivedNanos()) / 1000,
                    firstTokenMicros,
                    overheadMicros,
                    attempts,
                    "bypass",
                    arrival.policy().revision(),
                    model == null ? 0 : model.revision(),
                    arrival.options().sessionId(),
                    metadata,
                    1,
                    rules);
        }
    }
}
