package dev.sluice.admin.gateway;

import dev.sluice.bus.Bus;
import dev.sluice.contract.bus.LimitState;
import dev.sluice.contract.bus.LimitStateRequest;
import dev.sluice.contract.bus.Subjects;
import jakarta.inject.Singleton;

/** Asks all gateways how a limit stands. Thread-safe; the call waits. */
@Singleton
public final class LimitStates {
    private final Inquiry<LimitState> inquiry;

    LimitStates(Bus bus, GatewayStatuses gateways) {
        inquiry = new Inquiry<>(bus, gateways, Subjects.LIMIT_STATE, LimitState.class, LimitState::instance);
    }

    /**
     * Waits until all gateways that were heard of lately have answered, at most 400 ms.
     *
     * @param rule {@link dev.sluice.contract.policy.LimitRule#key()}
     */
    public LimitStanding of(String rule) {
        Inquiry.Answers<LimitState> answers = inquiry.ask(Inquiry.encode(new LimitStateRequest(rule)));
        return LimitStanding.sum(answers.byInstance(), answers.of());
    }
}
