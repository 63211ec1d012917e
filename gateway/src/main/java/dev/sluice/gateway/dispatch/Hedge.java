package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.Hedging;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.InputEstimate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a stream's first content is late, and whether a second attempt beside it is within what hedges may cost. Once for each
 * request, on its event loop.
 */
final class Hedge {
    private static final long NO_TIMER = -1;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final RequestContext context;
    private final Hedging terms;
    private long timer = NO_TIMER;
    private boolean armed;
    private long taken;

    private Hedge(RequestContext context, Hedging terms) {
        this.context = context;
        this.terms = terms;
    }

    /** Null where none is wanted: of an answer in one piece nobody knows whether it is late or long. */
    static @Nullable Hedge of(RequestContext context, List<CompiledModel> targets) {
        Hedging terms = context.plan().hedging();
        return terms == null || targets.size() < 2 || !context.call().fields().stream()
                ? null
                : new Hedge(context, terms);
    }

    /** The first attempt has been sent. */
    void watch(CompiledModel model, Runnable late) {
        if (armed) {
            return;
        }
        armed = true;
        long after = context.lateness().afterNanos(model, terms.quantile());
        if (after != Long.MAX_VALUE) {
            timer = context.vertx().setTimer(Math.max(1, Math.ceilDiv(after, NANOS_PER_MILLI)), _ -> {
                timer = NO_TIMER;
                late.run();
            });
        }
    }

    /** There is nothing to wait for any more. */
    void unwatch() {
        if (timer != NO_TIMER) {
            context.vertx().cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    /** Takes what the answer is expected to cost that nobody will get: the input, at the dearer of both. */
    boolean take(CompiledModel late, CompiledModel other) {
        Tokens input = Tokens.of(InputEstimate.tokens(context.call().body()), 0);
        taken = Math.max(cost(late, input), cost(other, input));
        return context.hedges().take(terms, taken);
    }

    private static long cost(CompiledModel model, Tokens tokens) {
        return model.price() == null ? 0 : model.price().costNanos(tokens);
    }

    void giveBack() {
        context.hedges().giveBack(terms, taken);
    }

    void started() {
        context.hedges().started(terms);
    }

    /**
     * One of the two has ended without an answer.
     *
     * @param won whether the hedge goes on
     */
    void ended(@Nullable Long costNanos, boolean won) {
        context.hedges().ended(terms, taken, costNanos == null ? 0 : costNanos, won);
    }

    /** The request is over. */
    void earn(@Nullable Long costNanos) {
        unwatch();
        context.hedges().earn(terms, costNanos == null ? 0 : costNanos);
    }
}
