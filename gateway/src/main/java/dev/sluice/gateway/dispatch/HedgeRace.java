package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.overload.TargetSlots;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The attempt that is made beside a late one, at the next target: which of the two answers, and what becomes of the other. Once
 * for each request that may have one, on its event loop.
 */
final class HedgeRace {
    /** As what the one beside is recorded, and the one that loses. */
    static final String KIND = "hedge";

    private final Dispatch dispatch;
    private final RequestContext context;
    private final Hedge hedge;
    private @Nullable TargetAttempt rival;

    private HedgeRace(Dispatch dispatch, RequestContext context, Hedge hedge) {
        this.dispatch = dispatch;
        this.context = context;
        this.hedge = hedge;
    }

    /** Null where none is wanted. */
    static @Nullable HedgeRace of(Dispatch dispatch, RequestContext context, List<CompiledModel> targets) {
        Hedge hedge = Hedge.of(context, targets);
        return hedge == null ? null : new HedgeRace(dispatch, context, hedge);
    }

    /** Whether two are in flight. */
    boolean isOn() {
        return rival != null;
    }

    /** The first attempt has been sent. */
    void watch(TargetAttempt first) {
        hedge.watch(first.model(), this::late);
    }

    /** The first content is late: the next target is asked beside this one, where nothing speaks against it. */
    private void late() {
        TargetAttempt first = dispatch.running();
        CompiledModel model = dispatch.besides();
        if (first == null || model == null || !hedge.take(first.model(), model)) {
            return;
        }
        TargetSlots.Slots slots = context.slots().take(model);
        if (slots == null) {
            hedge.giveBack();
            return;
        }
        HealthCheck.Ticket ticket = dispatch.health().beside(model);
        AttemptHold hold = ticket == null ? AttemptHold.NONE : context.limits().before(model, first.model());
        if (ticket == null || hold.refusal() != null) {
            hedge.giveBack();
            slots.giveBack();
            if (ticket != null) {
                ticket.trial().unused();
            }
            return;
        }
        hedge.started();
        TargetAttempt second = new TargetAttempt(dispatch, context, model, ticket, hold, slots, KIND, false);
        rival = second;
        second.start();
    }

    /** The client hears from this one: the one beside it has lost. */
    void answering(TargetAttempt first) {
        hedge.unwatch();
        TargetAttempt second = rival;
        if (second == null) {
            return;
        }
        TargetAttempt other = Objects.requireNonNull(dispatch.running());
        if (first == second) {
            second.becomes(other.kind());
            takesOver(second);
            loses(other);
        } else {
            loses(second);
        }
    }

    private void takesOver(TargetAttempt second) {
        rival = null;
        dispatch.takesOver(second);
    }

    private void loses(TargetAttempt loser) {
        rival = null;
        loser.lose();
    }

    /** @return whether another attempt goes on, or has answered */
    boolean settles(TargetAttempt done, AttemptEnd end) {
        if (done.hasLost()) {
            hedge.ended(end.costNanos(), done.n() == 1);
            return true;
        }
        if (done == rival && !end.began()) {
            hedge.ended(end.costNanos(), false);
            rival = null;
            dispatch.leaveOutNext();
            return true;
        }
        hedge.unwatch();
        return false;
    }

    /** One of two has failed: the other is what comes after it, if anything may. */
    boolean isLeftToRival(boolean fallsBack) {
        TargetAttempt second = Objects.requireNonNull(rival);
        if (fallsBack) {
            hedge.giveBack();
            second.becomes(Dispatch.FALLBACK);
            takesOver(second);
        } else {
            loses(second);
        }
        return fallsBack;
    }

    /** Nobody waits for the one beside. */
    void clientGone() {
        if (rival != null) {
            loses(rival);
        }
    }

    /** The request is over. */
    void over(@Nullable Long costNanos) {
        hedge.earn(costNanos);
    }
}
