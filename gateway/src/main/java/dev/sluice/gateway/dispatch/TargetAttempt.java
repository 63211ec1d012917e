package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledAccount.Credential;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.gateway.overload.TargetSlots;
import org.jspecify.annotations.Nullable;

/** One attempt of a dispatch, and what it has of its target while it lasts. On the event loop of its request. */
final class TargetAttempt implements AttemptEvents {
    private final Dispatch dispatch;
    private final CompiledModel model;
    private final HealthCheck.Ticket ticket;
    private final AttemptHold hold;
    private final TargetSlots.Slots slots;
    private final int n;
    private final UpstreamAttempt attempt;
    private String kind;
    /** Whether another one answers the client. */
    private boolean lost;

    /**
     * @param slots one of which it has
     * @param alone whether it needs a connection to itself
     */
    TargetAttempt(
            Dispatch dispatch,
            RequestContext context,
            CompiledModel model,
            HealthCheck.Ticket ticket,
            AttemptHold hold,
            TargetSlots.Slots slots,
            String kind,
            boolean alone) {
        this.dispatch = dispatch;
        this.n = context.nextAttempt();
        this.model = model;
        this.ticket = ticket;
        this.hold = hold;
        this.slots = slots;
        this.kind = kind;
        this.attempt = new UpstreamAttempt(context, model, ticket.trial(), hold, this, alone);
    }

    void start() {
        attempt.start(ticket.credential()).onSuccess(end -> {
            slots.giveBack();
            ticket.trial().ended(end.error(), end.status());
            dispatch.ended(this, end);
        });
    }

    CompiledModel model() {
        return model;
    }

    /** Null: the account had none that might be used. */
    @Nullable
    Credential credential() {
        return ticket.credential();
    }

    /** Its number among the attempts of the request, from 1. */
    int n() {
        return n;
    }

    /** As what it is recorded. */
    String kind() {
        return kind;
    }

    void becomes(String other) {
        kind = other;
    }

    boolean hasLost() {
        return lost;
    }

    /** Another one answers the client. */
    void lose() {
        lost = true;
        kind = HedgeRace.KIND;
        attempt.lose();
    }

    void clientGone() {
        attempt.clientGone();
    }

    /** @param admittedNanos of the request */
    void record(AttemptLog log, AttemptEnd end, long admittedNanos) {
        hold.after(end.tokens());
        log.add(end, n, kind, admittedNanos);
    }

    @Override
    public void written() {
        dispatch.written(this);
    }

    @Override
    public void answering() {
        dispatch.answering(this);
    }
}
