package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.CompiledModel;

/** Tells both of everything. */
record AttemptWatches(AttemptWatch one, AttemptWatch other) implements AttemptWatch {
    @Override
    public void sent(CompiledModel model, String credential) {
        one.sent(model, credential);
        other.sent(model, credential);
    }

    @Override
    public void firstContent(CompiledModel model, long nanos) {
        one.firstContent(model, nanos);
        other.firstContent(model, nanos);
    }

    @Override
    public void ended(Sent sent) {
        one.ended(sent);
        other.ended(sent);
    }
}
